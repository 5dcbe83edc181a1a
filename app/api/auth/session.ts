import type { Actor } from "@/lib/kernel/actor";
import { readSession } from "@/lib/team/sessions/read-session";
import { sessionCookieName } from "./cookies";

/**
 * The user behind a session cookie, with their current role.
 * @param cookies all cookies of the request by name
 * @returns null without a live session
 */
export async function readSessionActor(
  cookies: ReadonlyMap<string, string>,
): Promise<Extract<Actor, { kind: "user" }> | null> {
  const token = cookies.get(sessionCookieName());
  return token ? readSession(token) : null;
}
