import { getToken } from "next-auth/jwt";
import type { Actor } from "@/lib/kernel/actor";
import { env } from "@/lib/kernel/env";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { readActor } from "@/lib/team/users/read-actor";

/** The name of next-auth's session cookie (https://next-auth.js.org/configuration/options#cookies). */
export function sessionCookieName(): string {
  return `${portalUrl().startsWith("https:") ? "__Secure-" : ""}next-auth.session-token`;
}

/**
 * The user behind a session cookie, with their current role.
 * @param cookies all cookies of the request by name
 * @returns null without a valid session, or when the user was disabled or given a new password since
 */
export async function readSessionActor(
  cookies: ReadonlyMap<string, string>,
): Promise<Extract<Actor, { kind: "user" }> | null> {
  const token = await getToken({
    // Only the cookies: a bearer token is an API key here, never a session.
    req: { cookies: Object.fromEntries(cookies), headers: {} } as Parameters<typeof getToken>[0]["req"],
    secret: env().NEXTAUTH_SECRET,
    secureCookie: portalUrl().startsWith("https:"),
  });
  return token?.sub ? readActor({ userId: token.sub, epoch: Number(token.sessionEpoch ?? 0) }) : null;
}
