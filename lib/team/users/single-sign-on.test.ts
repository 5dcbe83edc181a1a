import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import NextAuth from "next-auth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { makeMember, systemCtx } from "@/tools/testing/make-team";
import { OIDC_CLIENT, type OidcProvider, startOidcProvider } from "@/tools/testing/oidc-provider";
import { disableUser } from "./disable-user";
import { inviteUser } from "./invite-user";
import { readActor } from "./read-actor";
import { showLink } from "./redeem-link";
import { signInWithProvider } from "./sign-in-with-provider";

let provider: OidcProvider;
let portal: Awaited<ReturnType<typeof startPortal>>;

/** next-auth with the product's options behind a real HTTP server, as Next's older routes call it. */
async function startPortal(): Promise<{ url: string; stop(): Promise<void> }> {
  const { authOptions } = await import("@/app/api/auth/options");
  const server = createServer(async (req, res) => {
    const url = new URL(req.url ?? "/", process.env.NEXTAUTH_URL);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const cookies = (req.headers.cookie ?? "").split("; ").filter(Boolean);
    const request = {
      method: req.method,
      headers: req.headers,
      cookies: Object.fromEntries(
        cookies.map((pair) => [
          pair.slice(0, pair.indexOf("=")),
          decodeURIComponent(pair.slice(pair.indexOf("=") + 1)),
        ]),
      ),
      query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split("/").slice(3) },
      body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8"))),
    };
    const answer = Object.assign(res, {
      status: (code: number) => Object.assign(res, { statusCode: code }),
      json: (body: unknown) => res.setHeader("content-type", "application/json").end(JSON.stringify(body)),
      send: (body: unknown) => res.end(typeof body === "string" ? body : JSON.stringify(body)),
    });
    await NextAuth(authOptions())(request, answer);
    if (!res.writableEnded) res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

beforeAll(async () => {
  provider = await startOidcProvider();
  Object.assign(process.env, {
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: OIDC_CLIENT.id,
    OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
  });
  portal = await startPortal();
  process.env.NEXTAUTH_URL = portal.url;
});

beforeEach(() => {
  Object.assign(provider, { fault: "none", isShortToken: false, person: {} });
});

afterAll(async () => {
  await portal.stop();
  await provider.stop();
});

/** A browser that presses the button and follows every redirect; returns where it ended and who is signed in. */
async function signIn({ forgetCookie }: { forgetCookie?: string } = {}) {
  const jar = new Map<string, string>();
  const visit = async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const res = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const line of url.startsWith(portal.url) ? res.headers.getSetCookie() : []) {
      const pair = line.split(";", 1)[0] ?? "";
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return res;
  };

  const csrf = (await (await visit(`${portal.url}/api/auth/csrf`)).json()) as { csrfToken: string };
  const pressed = await visit(`${portal.url}/api/auth/signin/oidc`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: "/team", json: "true" }).toString(),
  });
  let address = ((await pressed.json()) as { url: string }).url;
  if (forgetCookie) jar.delete(forgetCookie);
  while (address.startsWith(provider.url) || address.includes("/api/auth/")) {
    const res = await visit(address);
    address = new URL(res.headers.get("location") ?? "about:blank", portal.url).href;
  }

  const { readSessionActor } = await import("@/app/api/auth/session");
  return { endedAt: address.replace(portal.url, ""), actor: await readSessionActor(jar) };
}

test("an invited person signs in by their e-mail address, continues where they wanted, and uses up the invitation", async () => {
  const { user, link } = await inviteUser(systemCtx, { email: "Ida@example.com", name: "Ida", role: "csm" });
  provider.person = { email: "IDA@example.com", email_verified: true, name: "Another name" };

  const { endedAt, actor } = await signIn();
  expect(endedAt).toBe("/team");
  expect(actor).toMatchObject({ id: user.id, name: "Ida", role: "csm" });
  expect(await showLink(link?.url.split("/").at(-1) ?? "", "a")).toBeNull();
  expect((await prisma.user.findUniqueOrThrow({ where: { id: user.id } })).lastSignInAt).not.toBeNull();
});

test("a provider whose ID token has no address is asked for the address", async () => {
  const { user } = await inviteUser(systemCtx, { email: "short@example.com", name: "S", role: "viewer" });
  Object.assign(provider, { isShortToken: true, person: { email: "short@example.com" } });
  expect((await signIn()).actor).toMatchObject({ id: user.id });
});

test("people who are unknown, disabled, or without a verified address stay out and are told why", async () => {
  const disabled = await makeMember("viewer");
  await disableUser(systemCtx, { userId: disabled.userId });
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: disabled.userId } });
  await inviteUser(systemCtx, { email: "claimed@example.com", name: "Claimed", role: "admin" });

  for (const [person, reason] of [
    [{ email: "stranger@example.com" }, "not_invited"],
    [{ email }, "disabled"],
    [{ email: "claimed@example.com", email_verified: false }, "email_not_verified"],
    [{ email: "claimed@example.com", email_verified: "false" }, "email_not_verified"],
    [{ name: "Nobody" }, "no_email"],
  ] as const) {
    provider.person = person;
    expect(await signIn()).toEqual({ endedAt: `/sign-in?error=${reason}`, actor: null });
  }
  expect(await prisma.user.count({ where: { email: "stranger@example.com" } })).toBe(0);
});

test("an ID token with a wrong nonce, signature or audience, and a lost state or verifier, sign nobody in", async () => {
  await inviteUser(systemCtx, { email: "forged@example.com", name: "F", role: "admin" });
  provider.person = { email: "forged@example.com" };
  for (const fault of ["wrong_nonce", "wrong_signature", "wrong_audience"] as const) {
    provider.fault = fault;
    const { endedAt, actor } = await signIn();
    expect(endedAt).toMatch(/^\/sign-in\?.*error=OAuthCallback$/);
    expect(actor).toBeNull();
  }
  provider.fault = "none";
  for (const forgetCookie of ["next-auth.state", "next-auth.pkce.code_verifier", "next-auth.nonce"]) {
    expect(await signIn({ forgetCookie })).toMatchObject({ actor: null });
  }
  expect((await signIn()).actor).not.toBeNull();
});

test("with a default role a new person becomes a member, once, with an audit entry", async () => {
  const claims = { email: "first@example.com", email_verified: true, name: "First" };
  const [one, two] = await Promise.all([
    signInWithProvider(claims, "viewer"),
    signInWithProvider(claims, "viewer"),
  ]);
  expect(one).toEqual(two);
  const user = await prisma.user.findUniqueOrThrow({ where: { email: "first@example.com" } });
  expect(user).toMatchObject({ role: "viewer", name: "First", passwordHash: null });
  expect(await readActor({ userId: user.id, epoch: 0 })).toMatchObject({ role: "viewer" });
  const entries = await prisma.auditEntry.findMany({ where: { subjectId: user.id } });
  expect(entries).toMatchObject([{ action: "user.created", actorName: "single sign-on" }]);
});

test("the default role does not undo a role given later", async () => {
  const { userId } = await makeMember("admin");
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  expect(await signInWithProvider({ email }, "viewer")).toMatchObject({ id: userId });
  expect(await readActor({ userId, epoch: 0 })).toMatchObject({ role: "admin" });
});
