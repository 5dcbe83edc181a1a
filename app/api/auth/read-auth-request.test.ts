import { expect, test } from "vitest";
import { readAuthRequest } from "./read-auth-request";

const OWN = "http://127.0.0.1:3000";

async function read(
  method: string,
  path: string,
  { body, type = "application/json", origin = OWN, query = "", cookie = "" }: Record<string, string> = {},
) {
  const headers = { "content-type": type, host: "127.0.0.1:3000", origin, cookie };
  const req = new Request(`${OWN}/api/auth/${path}${query}`, { method, headers, body });
  const found = await readAuthRequest(req, path.split("/"));
  return "refused" in found ? found.refused : found.req;
}

test("only the used parts of next-auth answer; nobody can write into our log through it", async () => {
  const unused: [string, string][] = [
    ["POST", "_log"],
    ["GET", "callback/credentials"],
    ["POST", "session"],
    ["HEAD", "csrf"],
    ["GET", "session"],
    ["GET", "__proto__"],
    ["POST", "signin/evil"],
  ];
  for (const [method, path] of unused) expect(await read(method, path)).toBe(404);
  for (const path of ["csrf", "providers", "signin", "callback/oidc"])
    expect(await read("GET", path)).toBeInstanceOf(Request);
});

test("signing in and out works only from our own pages", async () => {
  for (const path of ["callback/credentials", "signout", "signin/oidc"]) {
    expect(await read("POST", path, { origin: "https://elsewhere.example", body: "{}" })).toBe(403);
    expect(await read("POST", path, { body: "{}" })).toBeInstanceOf(Request);
  }
});

test("a body that is not a form of strings is refused, and other fields are left out", async () => {
  for (const body of ["{", "[]", "null", "1", '"x"', "\u0000"])
    expect(await read("POST", "callback/credentials", { body })).toBe(400);
  expect(await read("POST", "callback/credentials", { body: `"${"x".repeat(20_000)}"` })).toBe(413);

  const kept = await read("POST", "callback/credentials", { body: '{"email":"a","csrfToken":{"x":1}}' });
  expect(await (kept as Request).json()).toEqual({ email: "a" });
  const form = await read("POST", "callback/credentials", {
    body: "email=a&password=b",
    type: "application/x-www-form-urlencoded",
  });
  expect(await (form as Request).json()).toEqual({ email: "a", password: "b" });
});

test("a malformed return address is refused, wherever it is", async () => {
  for (const bad of ["javascript:alert(1)", "x", "http://", "data:text/html,x"]) {
    expect(await read("GET", "csrf", { query: `?callbackUrl=${encodeURIComponent(bad)}` })).toBe(400);
    expect(await read("POST", "signout", { body: JSON.stringify({ callbackUrl: bad }) })).toBe(400);
    const cookie = `next-auth.callback-url=${encodeURIComponent(bad)}`;
    expect(await read("GET", "csrf", { cookie })).toBe(400);
  }
  expect(await read("GET", "csrf", { query: "?callbackUrl=/customers" })).toBeInstanceOf(Request);
});
