import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import NextAuth from "next-auth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { createUser } from "@/lib/team/users/create-user";
import { disableUser } from "@/lib/team/users/disable-user";
import { inviteUser } from "@/lib/team/users/invite-user";
import { showLink } from "@/lib/team/users/redeem-link";
import { resetPassword } from "@/lib/team/users/reset-password";
import { makeMember, makeSession, systemCtx } from "@/tools/testing/make-team";
import { OIDC_CLIENT, type OidcProvider, startOidcProvider } from "@/tools/testing/oidc-provider";
import { allowConnection } from "./allow-connection";
import { disconnectProvider } from "./disconnect-provider";
import type { ProviderPerson } from "./read-claims";
import { signInWithProvider } from "./sign-in-with-provider";

let provider: OidcProvider;
let portal: Awaited<ReturnType<typeof startPortal>>;

/** next-auth with the product's options behind a real HTTP server, as Next's older routes call it. */
async function startPortal(): Promise<{ url: string; stop(): Promise<void> }> {
  const { authOptions } = await import("@/app/api/auth/options");
  const { readVisit } = await import("@/app/api/auth/visit");
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
    const visit = readVisit(new Headers({ cookie: req.headers.cookie ?? "", "user-agent": "test" }));
    await NextAuth(authOptions(visit))(request, answer);
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
  Object.assign(provider, { fault: "none", isShortToken: false, person: {}, userInfo: null });
});

afterAll(async () => {
  await portal.stop();
  await provider.stop();
});

/** A browser that presses the button and follows every redirect; returns where it ended and who is signed in. */
async function signIn({ forgetCookie, cookie = "" }: { forgetCookie?: string; cookie?: string } = {}) {
  const jar = new Map<string, string>(
    cookie ? [[cookie.split("=")[0] ?? "", cookie.split("=")[1] ?? ""]] : [],
  );
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

test("an invited person signs in by their email address, continues where they wanted, and uses up the invitation", async () => {
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
  Object.assign(provider, {
    isShortToken: true,
    person: { email: "short@example.com", email_verified: true },
  });
  expect((await signIn()).actor).toMatchObject({ id: user.id });
});

test("people who are unknown, disabled, or without a verified address stay out and are told why", async () => {
  const disabled = await makeMember("viewer");
  await disableUser(systemCtx, { userId: disabled.userId });
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: disabled.userId } });
  await inviteUser(systemCtx, { email: "claimed@example.com", name: "Claimed", role: "admin" });

  for (const [person, reason] of [
    [{ email: "stranger@example.com", email_verified: true }, "not_invited"],
    [{ email, email_verified: true }, "disabled"],
    [{ email: "claimed@example.com", email_verified: false }, "email_not_verified"],
    [{ email: "claimed@example.com", email_verified: "false" }, "email_not_verified"],
    [{ email: "claimed@example.com", email_verified: "no" }, "email_not_verified"],
    [{ email: "claimed@example.com", email_verified: 1 }, "email_not_verified"],
    [{ email: "claimed@example.com", email_verified: null }, "email_not_verified"],
    [{ email: "claimed@example.com" }, "email_not_verified"],
    [{ name: "Nobody" }, "no_email"],
  ] as const) {
    provider.person = person;
    expect(await signIn()).toEqual({ endedAt: `/sign-in?error=${reason}`, actor: null });
  }
  expect(await prisma.user.count({ where: { email: "stranger@example.com" } })).toBe(0);
});

test("an ID token with a wrong nonce, signature or audience, and a lost state or verifier, sign nobody in", async () => {
  await inviteUser(systemCtx, { email: "forged@example.com", name: "F", role: "admin" });
  provider.person = { email: "forged@example.com", email_verified: true };
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

const personOf = (email: string, subject = email): ProviderPerson => ({
  issuer: "https://id.example",
  subject,
  email,
  isEmailProven: true,
  name: "First",
});

test("with a default role a new person becomes a member, once, with an audit entry", async () => {
  const person = personOf("first@example.com");
  const [one, two] = await Promise.all([
    signInWithProvider(person, "a", "viewer"),
    signInWithProvider(person, "a", "viewer"),
  ]);
  expect(one).toEqual(two);
  const user = await prisma.user.findUniqueOrThrow({ where: { email: "first@example.com" } });
  expect(user).toMatchObject({ role: "viewer", name: "First", passwordHash: null });
  const entries = await prisma.auditEntry.findMany({ where: { subjectId: user.id }, orderBy: { id: "asc" } });
  expect(entries).toMatchObject([
    { action: "user.created", actorName: "single sign-on" },
    { action: "user.provider_connected", actorName: "single sign-on" },
  ]);
});

test("the default role does not undo a role given later", async () => {
  const { userId } = await makeMember("admin");
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  expect(await signInWithProvider(personOf(email), "a", "viewer")).toMatchObject({ id: userId });
  expect(await prisma.user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject({ role: "admin" });
});

test("an ID token that says nothing about an address is not a proof when userinfo says no", async () => {
  await inviteUser(systemCtx, { email: "half@example.com", name: "H", role: "admin" });
  provider.person = { email: "half@example.com" };
  for (const userInfo of [
    { email: "half@example.com", email_verified: false },
    { email: "half@example.com" },
    { email_verified: true },
    { email: "other@example.com", email_verified: true },
  ]) {
    provider.userInfo = userInfo;
    expect(await signIn()).toMatchObject({ actor: null });
  }
  provider.userInfo = { email: "half@example.com", email_verified: true, sub: "somebody else" };
  expect(await signIn()).toMatchObject({ actor: null });
  provider.userInfo = { email: "half@example.com", email_verified: true };
  expect((await signIn()).actor).not.toBeNull();
});

test("once bound, a person is known by issuer and subject, whatever their email address", async () => {
  const { user } = await inviteUser(systemCtx, { email: "bound@example.com", name: "B", role: "csm" });
  await inviteUser(systemCtx, { email: "victim@example.com", name: "V", role: "admin" });
  provider.person = { sub: "b-1", email: "bound@example.com", email_verified: true };
  expect((await signIn()).actor).toMatchObject({ id: user.id });

  for (const person of [
    { email: "new-name@example.com", email_verified: true },
    { email: "victim@example.com", email_verified: true },
    { email: "bound@example.com", email_verified: false },
    {},
  ]) {
    provider.person = { sub: "b-1", ...person };
    expect((await signIn()).actor).toMatchObject({ id: user.id });
  }

  provider.person = { sub: "b-2", email: "bound@example.com", email_verified: true };
  expect(await signIn()).toEqual({ endedAt: "/sign-in?error=other_identity", actor: null });

  await disconnectProvider(systemCtx, { userId: user.id });
  expect((await signIn()).actor).toMatchObject({ id: user.id });
});

test("an account with a password is connected only by its signed-in owner, who gives the password", async () => {
  const password = "correct horse battery";
  const email = "owner@example.com";
  const { id, name, role } = await createUser(systemCtx, { email, name: "Owner", role: "admin", password });
  provider.person = { sub: "o-1", email, email_verified: true };
  expect(await signIn()).toEqual({ endedAt: "/sign-in?error=has_password", actor: null });

  const cookie = await makeSession(id);
  const { id: sessionId } = await prisma.session.findFirstOrThrow({ where: { userId: id } });
  const ctx = { actor: { kind: "user", id, name, role, sessionId } } as const;
  // Signed in, but without consent: the provider's person is still nobody here.
  expect((await signIn({ cookie })).endedAt).toBe("/sign-in?error=has_password");
  await expect(allowConnection(ctx, { currentPassword: "wrong" }, "a")).rejects.toMatchObject({
    code: "invalid",
  });

  await allowConnection(ctx, { currentPassword: password }, "a");
  expect((await signIn({ cookie })).actor).toMatchObject({ id, sessionId });
  expect((await signIn()).actor).toMatchObject({ id });

  // Consent counts once and for one identity.
  provider.person = { sub: "o-2", email: "else@example.com", email_verified: true };
  expect((await signIn({ cookie })).endedAt).toBe("/sign-in?error=not_invited");
  await allowConnection(ctx, { currentPassword: password }, "a");
  expect((await signIn({ cookie })).endedAt).toBe("/account?problem=other_identity");

  const other = await makeMember("viewer");
  const otherCookie = await makeSession(other.userId);
  await prisma.session.updateMany({
    where: { userId: other.userId },
    data: { mayConnectUntil: new Date(Date.now() + 60_000) },
  });
  provider.person = { sub: "o-1", email };
  expect((await signIn({ cookie: otherCookie })).endedAt).toBe("/account?problem=taken");
  const old = { sub: "o-3", email: "late@example.com" };
  await prisma.session.updateMany({
    where: { userId: other.userId },
    data: { mayConnectUntil: new Date(0) },
  });
  provider.person = old;
  expect((await signIn({ cookie: otherCookie })).endedAt).toBe("/sign-in?error=email_not_verified");
});

test("a reset removes the password, and with it what kept single sign-on out", async () => {
  const email = "moved@example.com";
  const input = { email, name: "Moved", role: "csm", password: "correct horse battery" } as const;
  const { id } = await createUser(systemCtx, input);
  provider.person = { email, email_verified: true };
  expect((await signIn()).actor).toBeNull();
  await resetPassword(systemCtx, { userId: id });
  expect((await signIn()).actor).toMatchObject({ id });
});
