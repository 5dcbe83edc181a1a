import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { deviceCookieName } from "@/app/api/auth/cookies";
import { createUser } from "@/lib/team/users/create-user";
import { newDevice } from "@/lib/team/users/known-device";

/** Networks from which strangers guess at the passwords of many accounts at once. */
const NETWORKS = 20;
/** Between two guesses of a network. All of them together still guess more than is hashed. */
const PAUSE_MS = 250;
/** So often somebody signs in in the meantime, with the right password, in a browser in which they did so before. */
const OWN_SIGN_INS = 4;

const ctx = { actor: { kind: "system", name: "fuzz" } } as const;
const form = { "content-type": "application/x-www-form-urlencoded" };

/** Starts guessing and signs a known person in. @returns waits for the person, ends the guessing, and says what went wrong */
export function startGuessing(url: string): () => Promise<string[]> {
  let isOver = false;
  const guessers = Array.from({ length: NETWORKS }, async (_, n) => {
    const from = `127.0.1.${n + 1}`;
    while (!isOver) {
      await signIn(url, { email: `${randomUUID()}@fuzz.example`, password: "a guess", from });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  });
  const own = signInOwn(url);
  return async () => {
    const problems = await own;
    isOver = true;
    await Promise.all(guessers);
    return problems;
  };
}

async function signInOwn(url: string): Promise<string[]> {
  const person = { email: `own-${randomUUID()}@fuzz.example`, password: randomUUID() };
  await createUser(ctx, { ...person, name: "Someone", role: "viewer" });
  const cookie = `${deviceCookieName()}=${newDevice(person.email)}`;
  const problems: string[] = [];
  for (let time = 0; time < OWN_SIGN_INS; time++) {
    const { status, body } = await signIn(url, { ...person, from: "127.0.2.1", cookie });
    if (status !== 200)
      problems.push(`a person on a device of theirs could not sign in: ${status} ${body.slice(0, 200)}`);
  }
  return problems;
}

async function signIn(
  url: string,
  { email, password, from, cookie = "" }: { email: string; password: string; from: string; cookie?: string },
) {
  const first = await call(url, { path: "/api/auth/csrf", from });
  const { csrfToken = "" } = first.status === 200 ? (JSON.parse(first.body) as { csrfToken?: string }) : {};
  const cookies = [...first.cookies, cookie].filter(Boolean).join("; ");
  const text = new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: url }).toString();
  return call(url, {
    path: "/api/auth/callback/credentials",
    from,
    text,
    headers: { ...form, cookie: cookies },
  });
}

/** A request from one of this machine's own addresses; status 0 without an answer. */
function call(
  url: string,
  {
    path,
    from,
    text,
    headers,
  }: { path: string; from: string; text?: string; headers?: Record<string, string> },
): Promise<{ status: number; body: string; cookies: string[] }> {
  const { hostname, port, origin } = new URL(url);
  const method = text === undefined ? "GET" : "POST";
  return new Promise((resolve) => {
    const options = { hostname, port, path, method, localAddress: from, headers: { origin, ...headers } };
    const sent = request(options, (res) => {
      let body = "";
      res.on("data", (chunk: Buffer) => {
        body += chunk.toString("utf8");
      });
      res.on("end", () => {
        const cookies = (res.headers["set-cookie"] ?? []).map((line) => line.split(";")[0] ?? "");
        resolve({ status: res.statusCode ?? 0, body, cookies });
      });
    });
    sent.on("error", (err) => resolve({ status: 0, body: err.message, cookies: [] }));
    sent.end(text);
  });
}
