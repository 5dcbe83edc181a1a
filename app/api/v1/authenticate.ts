import { readCookies } from "@/app/api/auth/cookies";
import { readSessionActor } from "@/app/api/auth/session";
import { isOwnOrigin } from "@/app/api/own-origin";
import type { Actor } from "@/lib/kernel/actor";
import { TributaryError } from "@/lib/kernel/errors";
import { verifyApiKey } from "@/lib/team/api-keys/verify-api-key";

/** Who calls the API. */
type Caller = Extract<Actor, { kind: "user" | "api_key" }>;

const READS = ["GET", "HEAD"];

/**
 * The caller: an API key in `Authorization: Bearer`, otherwise the session cookie. A change by cookie must come from
 * our own pages, by the browser's Origin header.
 * @throws TributaryError `unauthenticated`, `forbidden` for a change from another site
 */
export async function authenticateRequest(req: Request): Promise<Caller> {
  const authorization = req.headers.get("authorization");
  if (authorization !== null) {
    const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    const actor = key ? await verifyApiKey(key) : null;
    if (actor) return actor;
    throw new TributaryError(
      "unauthenticated",
      "The API key is unknown or revoked, or its user is disabled.",
    );
  }

  const actor = await readSessionActor(readCookies(req.headers.get("cookie")));
  if (!actor) {
    throw new TributaryError(
      "unauthenticated",
      "Sign in, or send an API key: 'Authorization: Bearer <key>'.",
    );
  }
  if (!READS.includes(req.method) && !isOwnOrigin(req)) {
    throw new TributaryError("forbidden", "A change by session cookie must come from Tributary’s own pages.");
  }
  return actor;
}
