import type { Actor } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { hashToken } from "@/lib/kernel/secrets/token";
import type { Role } from "@/prisma/generated/enums";
import { LIVE_SESSION } from "./live-session";

/** How often a session's last use is recorded, so that not every request writes. */
const LAST_SEEN_INTERVAL_MS = 5 * 60_000;

interface Row {
  sessionId: string;
  lastSeenAt: Date;
  id: string;
  name: string;
  role: Role;
}

/**
 * The actor of a live session, with their current role: one statement for every request, so that ending a session,
 * disabling a user, changing a role or setting a password works at once.
 * @param token as in the cookie
 * @returns null when there is no such session or it is not live any more
 */
export async function readSession(token: string): Promise<Extract<Actor, { kind: "user" }> | null> {
  const { rows } = await pool.query<Row>(
    `SELECT s.id AS "sessionId", s.last_seen_at AS "lastSeenAt", u.id, u.name, u.role
       FROM session s JOIN "user" u ON u.id = s.user_id
      WHERE s.hash = $1 AND ${LIVE_SESSION}`,
    [hashToken(token)],
  );
  const [found] = rows;
  if (!found) return null;

  const { sessionId, lastSeenAt, id, name, role } = found;
  if (lastSeenAt.getTime() < Date.now() - LAST_SEEN_INTERVAL_MS) {
    await pool.query("UPDATE session SET last_seen_at = now() WHERE id = $1 AND last_seen_at = $2", [
      sessionId,
      lastSeenAt,
    ]);
  }
  return { kind: "user", id, name, role, sessionId };
}
