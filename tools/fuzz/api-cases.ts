import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { ApiCall } from "./api-calls";
import { notJson } from "./bodies";
import type { FuzzCase } from "./case";
import { describedBody, describedQuery } from "./described";
import { FIELD_VALUES } from "./field-values";
import { HOSTILE_KEYS, hostileValue, writeObject } from "./hostile-json";
import { oddToken } from "./odd-tokens";
import type { Tenants } from "./tenants";

/** Whatever a request says, one of these is right: an answer, or a refusal with a message. */
const ANY = [200, 201, 204, 400, 401, 403, 404, 405, 409, 413] as const;

const field = fc.oneof(
  {
    arbitrary: fc
      .constantFrom(...Object.entries(FIELD_VALUES))
      .chain(([key, values]) =>
        fc.tuple(fc.constant(key), fc.oneof(fc.constantFrom(...values), hostileValue)),
      ),
    weight: 9,
  },
  { arbitrary: fc.tuple(fc.constantFrom(...HOSTILE_KEYS), hostileValue), weight: 1 },
);

const body: fc.Arbitrary<Buffer> = fc.oneof(
  { arbitrary: fc.array(field, { maxLength: 6 }).map((pairs) => Buffer.from(writeObject(pairs))), weight: 8 },
  { arbitrary: fc.constant(Buffer.alloc(0)), weight: 2 },
  { arbitrary: hostileValue.map((text) => Buffer.from(text)), weight: 1 },
  { arbitrary: notJson, weight: 1 },
  { arbitrary: fc.constant(Buffer.alloc(300_000, 0x20)), weight: 1 },
);

const queryValue = fc.oneof(
  fc
    .constantFrom(...Object.values(FIELD_VALUES).flat())
    .map((value) => encodeURIComponent(value.replace(/^"|"$/g, ""))),
  fc.constantFrom("", "%", "%zz", "%00", "%ff", "a%0d%0ab", "[]", "%F0%9F", "null"),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

const query = fc
  .array(fc.tuple(fc.constantFrom(...Object.keys(FIELD_VALUES), "__proto__", "%zz"), queryValue), {
    maxLength: 3,
  })
  .map((pairs) => (pairs.length > 0 ? `?${pairs.map((pair) => pair.join("=")).join("&")}` : ""));

const HEADERS: readonly Record<string, string>[] = [
  {},
  {},
  {},
  { "idempotency-key": "one" },
  { "idempotency-key": "x".repeat(500) },
  { "idempotency-key": "é" },
  { "content-encoding": "gzip" },
  { "content-encoding": "br" },
  { "content-type": "multipart/form-data; boundary=x" },
  { cookie: "next-auth.session-token=forged; a; =b; __proto__=1" },
  { origin: "null" },
  { "x-forwarded-for": "a, b, c".repeat(100) },
  { "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher" },
  { "x-http-method-override": "DELETE" },
  { range: "bytes=0-1" },
  { "if-none-match": "*" },
  { accept: "application/xml" },
  { "next-action": "x", rsc: "1" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
];

/** Hostile requests to every route of the JSON API, by every role, by key and by session, and without sign-in. */
export function apiCase(tenants: Tenants, calls: readonly ApiCall[], origin: string): fc.Arbitrary<FuzzCase> {
  const { keys, cookies, targets } = tenants;
  const bearer = (key: string) => ({ authorization: Buffer.from(`Bearer ${key}`).toString("latin1") });
  const callers: Record<string, Record<string, string>> = {
    admin: bearer(keys.admin),
    csm: bearer(keys.csm),
    viewer: bearer(keys.viewer),
    "admin's session": { cookie: cookies.admin, origin },
    "csm's session": { cookie: cookies.csm, origin },
    "viewer's session": { cookie: cookies.viewer, origin },
    "admin's session from elsewhere": { cookie: cookies.admin, origin: "https://evil.example" },
    nobody: {},
    stranger: bearer("trb_nonsense"),
    "odd key": bearer("💥"),
  };
  const request = (call: ApiCall) =>
    fc.record({
      call: fc.constant(call),
      pick: fc.nat(),
      target: fc.constantFrom(...targets),
      method: fc.oneof(
        { arbitrary: fc.constant(call.method), weight: 9 },
        { arbitrary: fc.constantFrom("PUT", "DELETE", "PATCH", "POST", "OPTIONS", "HEAD"), weight: 1 },
      ),
      caller: fc.constantFrom("admin", "csm", ...Object.keys(callers)),
      oddities: fc.array(oddToken, { minLength: 5, maxLength: 5 }),
      isOdd: fc.array(fc.constantFrom(...Array(9).fill(false), true), { minLength: 5, maxLength: 5 }),
      query: fc.oneof(
        { arbitrary: describedQuery(call.query, FIELD_VALUES), weight: 3 },
        { arbitrary: query, weight: 1 },
      ),
      body: call.body
        ? fc.oneof(
            { arbitrary: describedBody(call.body, FIELD_VALUES), weight: 3 },
            { arbitrary: body, weight: 1 },
          )
        : fc.oneof({ arbitrary: fc.constant(Buffer.alloc(0)), weight: 3 }, { arbitrary: body, weight: 1 }),
      headers: fc.constantFrom(...HEADERS),
    });
  return fc
    .constantFrom(...calls)
    .chain(request)
    .map(({ call, pick, target, method, caller, oddities, isOdd, headers, ...rest }) => {
      let place = 0;
      const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const known = target[name] ?? [];
        const own = known[pick % Math.max(1, known.length)] ?? (name === "index" ? "0" : randomUUID());
        const chosen = isOdd[place] ? oddities[place] : own;
        place += 1;
        return chosen ?? own;
      });
      const isFile = /\.(csv|gz)/.test(path);
      const isRefused =
        ["nobody", "stranger"].includes(caller) && !/^\/(password-links|openapi)/.test(call.path);
      return {
        part: "api" as const,
        name: `${method} ${call.path} by ${caller}`,
        method,
        path: `/api/v1${path}${rest.query}`,
        headers: {
          "content-type": "application/json",
          ...headers,
          ...callers[caller],
        },
        body: ["GET", "HEAD"].includes(method) ? Buffer.alloc(0) : rest.body,
        // Next routes a request that claims to come from its own router to an address for the router. One caller may have
        // two files written at a time, and several of these requests are under way at once.
        expected: [
          ...(isRefused ? [204, 401, 404, 405] : ANY),
          ...("rsc" in headers ? [307] : []),
          ...(isFile && !isRefused ? [503] : []),
        ],
        shape: isFile || method === "HEAD" || method === "OPTIONS" ? ("any" as const) : ("api" as const),
      };
    });
}

/** Hostile requests to everything else that listens: pages, sign-in, the customer's links, health. */
export function surfaceCase(tenants: Tenants): fc.Arbitrary<FuzzCase> {
  const path = fc.oneof(
    fc.constantFrom(
      "/",
      "/sign-in",
      "/customers",
      "/nothing",
      "/api/auth/csrf",
      "/api/auth/session",
      "/api/auth/providers",
      "/api/auth/signin/credentials",
      "/api/auth/callback/credentials",
      "/api/auth/signout",
      "/api/auth/error",
      "/api/auth/_log",
      "/api/health",
      "/api/live",
      "/api/inngest",
      "/api",
      "/_next/data/x/y.json",
      "/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75",
      "/icon.svg",
      `/status/${tenants.statusToken}`,
      `/api/status/${tenants.statusToken}`,
      `/api/status/${tenants.statusToken}/sync`,
      `/api/status/${tenants.statusToken}/toggle`,
      `/api/status/${tenants.statusToken}/endpoint`,
      `/api/connect/${tenants.connectToken}`,
      `/connect/${tenants.connectToken}`,
    ),
    fc
      .tuple(
        fc.constantFrom(
          "/api/",
          "/api/auth/",
          "/api/v1/",
          "/status/",
          "/api/status/",
          "/connect/",
          "/api/connect/",
          "/set-password/",
          "/customers/",
          "/",
          "/_next/static/",
        ),
        oddToken,
      )
      .map((parts) => parts.join("")),
  );
  return fc
    .record({
      path,
      query: fc.oneof(
        query,
        fc.constantFrom(
          "?callbackUrl=//evil.example",
          "?callbackUrl=javascript:alert(1)",
          "?error=__proto__",
          "?_rsc=x",
        ),
      ),
      method: fc.constantFrom("GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"),
      body,
      headers: fc.constantFrom<Record<string, string>>(
        ...HEADERS,
        { rsc: "1" },
        { rsc: "1", "next-router-state-tree": "%zz" },
        { rsc: "1", "next-router-state-tree": "[[[[" },
        { rsc: "1", "next-router-state-tree": encodeURIComponent('["",{"__proto__":["x",{}]}]') },
        { rsc: "1", "next-router-prefetch": "1" },
        { rsc: "1", "next-router-segment-prefetch": "/__proto__" },
        { "next-action": "0".repeat(42) },
        { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
        { "content-type": "multipart/form-data; boundary=x", "next-action": "x" },
        { "content-type": "application/x-www-form-urlencoded" },
        { "x-nextjs-data": "1" },
        { "x-invoke-path": "/api/v1", "x-middleware-rewrite": "http://evil.example/" },
        { "x-tributary-address": "1.2.3.4", "x-tributary-path": "//evil.example" },
      ),
    })
    .map(({ path, query, method, body, headers }) => ({
      part: "api" as const,
      name: `surface ${method} ${path.replaceAll(tenants.statusToken, "T").replaceAll(tenants.connectToken, "T").slice(0, 60)} ${Object.keys(headers).join()}`,
      method,
      path: path + (path.includes("?") ? "" : query),
      headers: { "content-type": "application/json", ...headers },
      body: ["GET", "HEAD"].includes(method) ? Buffer.alloc(0) : body,
      expected: [200, 201, 204, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 409, 413, 415, 429, 431],
      shape: "any" as const,
    }));
}
