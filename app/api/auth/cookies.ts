import type { NextAuthOptions } from "next-auth";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { MAX_SESSION_DAYS } from "@/lib/team/sessions/live-session";
import { newDevice } from "@/lib/team/users/known-device";

/** A device that nobody signs in on for this long is a stranger again. */
const DEVICE_DAYS = 365;

const SECONDS_A_DAY = 24 * 3_600;

export const SESSION_SECONDS = MAX_SESSION_DAYS * SECONDS_A_DAY;

function isHttps(): boolean {
  return portalUrl().startsWith("https:");
}

/**
 * A cookie's name with the prefix that makes the browser refuse it from any other host, a subdomain say, and over plain
 * http (RFC 6265bis, section 4.1.3.2).
 */
function hostOnly(name: string): string {
  return `${isHttps() ? "__Host-" : ""}${name}`;
}

/** The cookie with a session's token. */
export function sessionCookieName(): string {
  return hostOnly("next-auth.session-token");
}

/** The cookie by which a browser is known in which a person has signed in before. */
export function deviceCookieName(): string {
  return hostOnly("tributary-device");
}

/** A `Set-Cookie` line that makes this browser one in which the person has signed in. */
export function setDeviceCookie(email: string): string {
  const secure = isHttps() ? "; Secure" : "";
  return `${deviceCookieName()}=${newDevice(email)}; Path=/; Max-Age=${DEVICE_DAYS * SECONDS_A_DAY}; HttpOnly; SameSite=Lax${secure}`;
}

/** next-auth's cookies, all of this host only. Their other attributes are next-auth's own. */
export function authCookies(): NonNullable<NextAuthOptions["cookies"]> {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps() } as const;
  const minutes15 = { ...options, maxAge: 15 * 60 };
  return {
    sessionToken: { name: sessionCookieName(), options },
    callbackUrl: { name: hostOnly("next-auth.callback-url"), options },
    csrfToken: { name: hostOnly("next-auth.csrf-token"), options },
    pkceCodeVerifier: { name: hostOnly("next-auth.pkce.code_verifier"), options: minutes15 },
    state: { name: hostOnly("next-auth.state"), options: minutes15 },
    nonce: { name: hostOnly("next-auth.nonce"), options },
  };
}

/** The cookies of a request by name. */
export function readCookies(header: string | null): Map<string, string> {
  const pairs = (header ?? "").split(";").map((part) => part.trim().split("="));
  return new Map(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
}
