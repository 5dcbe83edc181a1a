import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { visibleUserId } from "@/lib/team/users/visible-user-id";
import { LIVE_SESSION } from "./live-session";
import type { SessionView } from "./session-view";

/** Whose sessions: everybody's that the caller may see, unless it names a user. */
export const sessionListInput = z.strictObject({ ...pageInput, userId: z.uuid().optional() });

interface Row {
  id: string;
  userId: string;
  device: string;
  createdAt: Date;
  lastSeenAt: Date;
}

/**
 * Live sessions, newest first: an admin sees everybody's, others their own.
 * @throws TributaryError `forbidden`, `invalid` cursor
 */
export async function listSessions(
  ctx: Ctx,
  input: z.infer<typeof sessionListInput>,
): Promise<Page<SessionView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  const visible = await visibleUserId(ctx);
  if (visible && input.userId && input.userId !== visible)
    throw new TributaryError("forbidden", "Only admins can see other people’s sessions.");

  const { rows } = await pool.query<Row>(
    `SELECT s.id, s.user_id AS "userId", s.device, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt"
       FROM session s JOIN "user" u ON u.id = s.user_id
      WHERE ($1::uuid IS NULL OR s.user_id = $1) AND ($2::uuid IS NULL OR s.id < $2) AND ${LIVE_SESSION}
      ORDER BY s.id DESC LIMIT $3`,
    [visible ?? input.userId ?? null, before, input.limit + 1],
  );
  const current = ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      isCurrent: row.id === current,
    }),
  );
}
