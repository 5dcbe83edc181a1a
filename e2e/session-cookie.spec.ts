import { freePort } from "../scripts/free-port";
import { startServer, stopServers, WITHOUT_ENGINE } from "../scripts/server";
import { expect, PASSWORD, portalUrl, test } from "./portal";

test.afterAll(stopServers);

const PUBLIC_PORTAL = "https://tributary.example";

/** What a sign-in sets, by cookie; attributes in lower case. */
async function signIn(appUrl: string, origin: string): Promise<Map<string, string[]>> {
  const first = await fetch(`${appUrl}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const cookies = first.headers.getSetCookie();
  const answer = await fetch(`${appUrl}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, cookie: cookies.map((line) => line.split(";")[0]).join("; ") },
    body: new URLSearchParams({ csrfToken, email: "viewer@example.com", password: PASSWORD, json: "true" }),
  });
  return new Map(
    [...cookies, ...answer.headers.getSetCookie()].map((line) => {
      const [pair = "", ...attributes] = line.split("; ");
      return [pair.split("=")[0] ?? "", attributes.map((attribute) => attribute.toLowerCase())];
    }),
  );
}

test("no script can read the cookie of a session, and no other site's form sends it along", async () => {
  const cookies = await signIn(portalUrl, portalUrl);

  const session = cookies.get("next-auth.session-token") ?? [];
  expect(session).toEqual(expect.arrayContaining(["httponly", "samesite=lax", "path=/"]));
  expect(session).not.toContain("secure"); // over http the browser would drop it
});

test("where people come by https, every cookie of a sign-in goes by https only", async () => {
  // Its requests still arrive by http: a proxy terminates TLS.
  const server = await startServer(
    { NEXTAUTH_URL: PUBLIC_PORTAL, PUBLIC_URL: PUBLIC_PORTAL, ...WITHOUT_ENGINE, LOG_LEVEL: "error" },
    await freePort(),
    () => {},
  );
  const cookies = await signIn(server.url, PUBLIC_PORTAL);

  expect([...cookies.keys()]).toContain("__Host-next-auth.session-token");
  for (const [name, attributes] of cookies) {
    expect(name).toMatch(/^__Host-(next-auth\.|tributary-device$)/);
    expect(attributes).toEqual(expect.arrayContaining(["secure", "httponly", "samesite=lax", "path=/"]));
    expect(attributes.join()).not.toContain("domain");
  }
});
