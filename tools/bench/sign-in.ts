/**
 * Signs in as a browser does.
 * @returns the `cookie` header of the session
 * @throws Error when the portal refuses
 */
export async function signIn(appUrl: string, email: string, password: string): Promise<string> {
  const first = await fetch(`${appUrl}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const jar = new Map(cookiesOf(first));

  const res = await fetch(`${appUrl}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: headerOf(jar), origin: appUrl },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  for (const [name, value] of cookiesOf(res)) jar.set(name, value);
  if (![...jar.keys()].some((name) => name.includes("session-token"))) {
    throw new Error(`${email} could not sign in: the portal answered ${res.status}`);
  }
  return headerOf(jar);
}

function cookiesOf(res: Response): [string, string][] {
  return res.headers.getSetCookie().map((line) => {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}

function headerOf(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}
