import type { Entry } from "@/lib/forwarding/batches/map-batch";
import type { ForwardableSource } from "@/lib/forwarding/batches/take-pending";
import { findOverLimit } from "@/lib/forwarding/deliveries/find-over-limit";
import { enterHeapApp, noteSuccess } from "@/lib/forwarding/deliveries/heap-app";
import { pauseFor } from "@/lib/forwarding/deliveries/pause-for";
import { type SentEvents, sendEvents } from "@/lib/forwarding/deliveries/send-events";
import {
  type EncryptedMapping,
  MAPPING_OF_SOURCE,
  readMapping,
} from "@/lib/forwarding/mapping/mapping-of-source";
import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { TELL_OPERATOR, withOpenSlice } from "@/lib/kernel/open-slices";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";
import { heapGatewayOf } from "@/lib/vendors/heap/track-gateway";
import type { ReplayState } from "@/prisma/generated/enums";
import { type Choice, type ChosenEvent, takeChosen } from "./chosen-events";
import { recordReplayed } from "./record-replayed";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 15;
/** Events held back by Heap's limit per identity fit again after this time. */
const IDENTITY_WAIT_SECONDS = 60;
/** A replay uses at most this share of Heap's limit per minute: live events go first. */
const SHARE_OF_LIMIT = 0.5;

export interface ReplaySlice {
  /** It is over, or held by a pause: nothing to do now. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
}

interface RunningReplay extends Choice {
  id: string;
  isCancelled: boolean;
  isHeld: boolean;
  source: ForwardableSource;
}

type StoredReplay = Omit<RunningReplay, "source"> & {
  source: Omit<ForwardableSource, "mapping"> & { mapping: EncryptedMapping };
};

const OVER: ReplaySlice = { done: true, waitSeconds: 0 };

/**
 * Maps and sends a replay's next events for one bounded slice of time. Progress is written with the outcomes, so a
 * killed process repeats at most one call to Heap, which changes nothing there: the idempotency keys are the same.
 */
export async function runReplaySlice(replayId: string): Promise<ReplaySlice> {
  return withOpenSlice("replay", replayId, () => replaySlice(replayId), {
    wait: (waitSeconds) => ({ done: false, waitSeconds }),
    giveUp: async (happened) => {
      await noteWaiting(replayId, 0, `${happened} ${TELL_OPERATOR}`);
      return end(replayId, "failed");
    },
  });
}

async function replaySlice(replayId: string): Promise<ReplaySlice> {
  const deadlineMs = Date.now() + SLICE_SECONDS * 1_000;
  while (Date.now() < deadlineMs) {
    const replay = await loadRunning(replayId);
    if (!replay || replay.isHeld) return OVER;
    if (replay.isCancelled) return end(replayId, "cancelled");

    const next = await replayNext(replay);
    if (next === "none_left") return end(replayId, "succeeded");
    if (next.waitSeconds > 0) {
      await noteWaiting(replayId, next.waitSeconds, next.error);
      return { done: false, waitSeconds: next.waitSeconds };
    }
  }
  return { done: false, waitSeconds: 0 };
}

async function replayNext(
  replay: RunningReplay,
): Promise<"none_left" | { waitSeconds: number; error: string | null }> {
  const { heapApp, client, limitPerMinute } = heapGatewayOf(replay.source);
  const ownLimit = Math.max(1, limitPerMinute * SHARE_OF_LIMIT);
  const events = await takeChosen(
    pool,
    replay,
    replay.source,
    Math.floor(Math.min(MAX_EVENTS_PER_CALL, ownLimit)),
  );
  if (events.length === 0) return "none_left";

  const sendable = events.flatMap(({ entry }) => (entry?.heap ? [entry] : []));
  const over = await findOverLimit(heapApp, sendable, limitPerMinute);
  const firstOver = sendable.findIndex((entry) => over.has(entry.identity ?? ""));
  const ready = firstOver === -1 ? sendable : sendable.slice(0, firstOver);

  const admission = ready.length > 0 ? await enterHeapApp(heapApp) : null;
  if (admission?.kind === "wait") return { waitSeconds: admission.seconds, error: null };

  const sent = await sendEvents(replay.source, heapApp, ready, client, ownLimit);
  if (sent.accepted.length > 0) await noteSuccess(heapApp);
  await recordReplayed(replay, settledBeginning(events, sent), sent.accepted);

  if (sent.stopped) {
    const error = sent.stopped.kind === "failed" ? sent.stopped.err.words : null;
    return { waitSeconds: await pauseFor(heapApp, sent.stopped), error };
  }
  return { waitSeconds: firstOver === -1 ? 0 : IDENTITY_WAIT_SECONDS, error: null };
}

/**
 * The events up to the first that still waits to be sent; calls are made in order, so nothing after it was sent.
 * Pure.
 */
function settledBeginning(
  events: readonly ChosenEvent[],
  sent: Pick<SentEvents, "settled">,
): readonly ChosenEvent[] {
  const settled = new Set<Entry>(sent.settled);
  const firstWaiting = events.findIndex(({ entry }) => entry?.heap && !settled.has(entry));
  return firstWaiting === -1 ? events : events.slice(0, firstWaiting);
}

async function loadRunning(replayId: string): Promise<RunningReplay | null> {
  const { rows } = await pool.query<StoredReplay>(
    `WITH replay AS (
       UPDATE replay SET state = 'running', started_at = COALESCE(started_at, now()), touched_at = now(), resume_at = NULL
       WHERE id = $1 AND state IN ('queued', 'running') RETURNING *
     )
     SELECT r.id, r.source_id AS "sourceId", r.outcome, r.type, r.identity, r.issue, r.batch_id AS "batchId", r.index,
            r.from_batch_id AS "fromBatchId", r.until_batch_id AS "untilBatchId", r.cursor_batch_id AS "cursorBatchId",
            r.cursor_index AS "cursorIndex", r.cancel_requested_at IS NOT NULL AS "isCancelled",
            NOT ${SOURCE_FLOWS} AS "isHeld",
            json_build_object('id', s.id, 'customerId', s.customer_id, 'heapAppId', s.heap_app_id,
              'heapRegion', s.heap_region, 'version', s.version, 'mapping', ${MAPPING_OF_SOURCE}) AS source
     FROM replay r JOIN source s ON s.id = r.source_id JOIN customer c ON c.id = r.customer_id`,
    [replayId],
  );
  const [row] = rows;
  return row ? { ...row, source: { ...row.source, mapping: readMapping(row.source.mapping) } } : null;
}

async function end(replayId: string, state: ReplayState): Promise<ReplaySlice> {
  await pool.query(
    `UPDATE replay SET state = $2::replay_state, finished_at = now(), resume_at = NULL,
            error = CASE WHEN $2 = 'succeeded' THEN NULL ELSE error END
     WHERE id = $1 AND state IN ('queued', 'running')`,
    [replayId, state],
  );
  return OVER;
}

async function noteWaiting(replayId: string, waitSeconds: number, error: string | null): Promise<void> {
  await pool.query(
    "UPDATE replay SET resume_at = now() + make_interval(secs => $2), error = COALESCE($3, error) WHERE id = $1",
    [replayId, waitSeconds, error],
  );
}
