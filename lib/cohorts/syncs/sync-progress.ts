import { z } from "zod";
import type { SyncState } from "@/prisma/generated/enums";

/**
 * How many of a sync's newest accepted calls its speed is measured over, so that an old wait does not slow it down.
 */
const MEASURED_CALLS = 40;

const count = z.int().min(0);

/** How far a sync has got, in members. */
export const progressView = z
  .strictObject({
    /** Added, removed and refused. */
    done: count,
    /** Owed when it began; more if more arrived since. */
    total: count,
    /** Measured over the newest accepted calls; null unless it is running and some call was accepted. */
    membersPerSecond: z.number().min(0).nullable(),
    /** Time left at this speed; null while it waits, or without a speed. */
    remainingSeconds: count.nullable(),
  })
  .meta({ id: "Progress" });

export type SyncProgress = z.infer<typeof progressView>;

/** Members of a running sync `y` that Braze accepts per second, as SQL; null when unknown. */
export const MEMBERS_PER_SECOND = `CASE WHEN y.state = 'running' THEN (
    SELECT sum(recent.size) / GREATEST(extract(epoch FROM now() - min(recent.started_at)), 0.001)
    FROM (SELECT p.adds + p.removes AS size, p.started_at FROM push p
          WHERE p.sync_id = y.id AND p.state = 'accepted' ORDER BY p.id DESC LIMIT ${MEASURED_CALLS}) recent) END::float`;

/** Decides how far a sync has got; null before it began. */
export function progressOf(sync: {
  state: SyncState;
  owedAtStart: number | null;
  added: number;
  removed: number;
  refused: number;
  retryAt: Date | null;
  membersPerSecond: number | null;
}): SyncProgress | null {
  if (sync.owedAtStart === null) return null;

  const done = sync.added + sync.removed + sync.refused;
  const total = Math.max(sync.owedAtStart, done);
  const { membersPerSecond } = sync;
  const isPushing = sync.state === "running" && sync.retryAt === null && Boolean(membersPerSecond);
  return {
    done,
    total,
    membersPerSecond,
    remainingSeconds: isPushing && membersPerSecond ? Math.ceil((total - done) / membersPerSecond) : null,
  };
}
