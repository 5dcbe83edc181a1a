import { v7 as uuidv7 } from "uuid";
import { openSegmentDay } from "@/lib/cohorts/history/segment-days";
import { applyDrain } from "@/lib/cohorts/members/apply-drain";
import { applyPage } from "@/lib/cohorts/members/apply-page";
import { readIdentifierKind } from "@/lib/cohorts/members/identifier-of-members";
import { retireUntrimmed } from "@/lib/cohorts/members/retire-untrimmed";
import { findOrCreateSegment } from "@/lib/cohorts/segments/find-or-create-segment";
import { findOrCreateTask, notePageOfTask, type TaskOfPage } from "@/lib/cohorts/tasks/find-or-create-task";
import { inTransaction, type Sql } from "@/lib/kernel/database";
import { counted } from "@/lib/kernel/words";
import type { PageTally } from "@/lib/vendors/heap/member-list";
import type { SegmentWebhook } from "@/lib/vendors/heap/segment-webhook";
import type { AddressedDestination } from "./find-destination-by-token";
import { findLeftOut } from "./find-left-out";
import { spellPage } from "./spell-page";

/** Where a page came from, and what proves it. */
export interface PageSource {
  destination: AddressedDestination;
  rawBody: Buffer;
  /** SHA-256 of the body in hex. */
  digest: string;
  /** Whether its signature was checked. */
  signed: boolean;
  /** Heap's clock at the signature, or ours at the arrival of an unsigned page. Milliseconds. */
  tsMs: number;
}

export type UsablePage = Extract<SegmentWebhook, { kind: "page" | "drain" }>;

export type StoredPage =
  | { kind: "applied" | "repeated" | "stale"; segmentId: string }
  /** Its segment would be one more than the destination may have; an alert says so. */
  | { kind: "no_room" };

/**
 * Stores a page and applies it to its segment's members, in one transaction that locks the segment's row, so that two
 * pages of one segment are applied one after the other. A page that is already stored changes nothing.
 */
export async function storePage(source: PageSource, page: UsablePage): Promise<StoredPage> {
  const { destinationId, customerId } = source.destination;
  const syncTaskId = taskNameOf(source, page);
  const shape = page.kind === "page" ? page : DRAIN;

  return inTransaction(async (sql) => {
    await noteIdToken(sql, source.destination, page.idToken);
    const segment = await findOrCreateSegment(sql, {
      destinationId,
      customerId,
      heapSegmentId: page.segmentId,
      name: page.segmentName,
    });
    if (!segment) return { kind: "no_room" };

    const task = await findOrCreateTask(sql, {
      customerId,
      segmentId: segment.id,
      syncTaskId,
      pageNumber: shape.pageNumber,
      tsMs: source.tsMs,
      totalPages: shape.totalPages,
    });
    const dedupeKey = dedupeKeyOf(source, page, { syncTaskId, reuse: task.reuse });

    const isStale = task.order <= segment.drainedOrder;
    // After the segment's row is locked: who changes the identifier has spelled the members again, or will.
    const kind = await readIdentifierKind(sql, segment.id);
    const spelled = await spellPage(kind, shape);
    // And an erasure that has passed this segment was begun with its suppression.
    const leftOut = await findLeftOut(sql, customerId, kind, { written: shape, spelled });
    const isNew = await insertPage(sql, source, page, spelled, {
      ...{ segmentId: segment.id, task, dedupeKey, isStale },
      suppressed: leftOut.size,
    });
    if (!isNew) return { kind: "repeated", segmentId: segment.id };

    await notePageOfTask(sql, task.id, { totalPages: shape.totalPages, tsMs: source.tsMs, ...spelled.tally });
    await noteSegmentPage(sql, segment.id, page.segmentName, task.order);
    if (isStale) return { kind: "stale", segmentId: segment.id };

    await openSegmentDay(sql, segment.id);
    const at = { segmentId: segment.id, taskOrder: task.order };
    if (page.kind === "drain") await applyDrain(sql, at);
    else {
      await retireUntrimmed(sql, { ...at, untrimmed: page.untrimmed });
      await applyPage(sql, { ...at, ...(await withoutSuppressed(sql, segment.id, spelled, leftOut)) });
    }
    return { kind: "applied", segmentId: segment.id };
  });
}

/**
 * What a page changes, except for people who were deleted on request. One who is still a member leaves as Heap says: the
 * request may be refused in the end. Nobody else gets a row, which would be a trace of them.
 */
async function withoutSuppressed(
  sql: Sql,
  segmentId: string,
  { add, remove }: NamedUsers,
  suppressed: ReadonlySet<string>,
): Promise<NamedUsers> {
  if (suppressed.size === 0) return { add, remove };

  const { rows } = await sql.query<{ userKey: string }>(
    `SELECT user_key AS "userKey" FROM member WHERE segment_id = $1 AND user_key = ANY($2::text[])`,
    [segmentId, remove.filter((id) => suppressed.has(id))],
  );
  const stillMembers = new Set(rows.map(({ userKey }) => userKey));
  return {
    add: add.filter((id) => !suppressed.has(id)),
    remove: remove.filter((id) => !suppressed.has(id) || stillMembers.has(id)),
  };
}

interface NamedUsers {
  add: readonly string[];
  remove: readonly string[];
}

/** A drain as a page of its task. */
const DRAIN: NamedUsers & { pageNumber: number; totalPages: number; tally: PageTally } = {
  pageNumber: 1,
  totalPages: 1,
  add: [],
  remove: [],
  tally: { entries: 0, untaken: 0, repeated: 0, trimmed: 0, shapes: [] },
};

/**
 * A drain, and a page without a task, are tasks of one page. The time of the signature distinguishes their repeats
 * from a second, equal one.
 */
function taskNameOf({ digest, tsMs }: PageSource, page: UsablePage): string {
  if (page.kind === "page" && page.taskId !== null) return page.taskId;
  return `${page.kind === "drain" ? "drain" : "single"}:${tsMs}:${digest}`;
}

function dedupeKeyOf(
  { digest }: PageSource,
  page: UsablePage,
  task: { syncTaskId: string; reuse: number },
): string {
  if (page.kind === "drain" || page.taskId === null) return task.syncTaskId;

  const name = task.reuse === 0 ? task.syncTaskId : `${task.syncTaskId}#${task.reuse}`;
  return `page:${name}:${page.pageNumber}:${digest}`;
}

async function insertPage(
  sql: Sql,
  source: PageSource,
  page: UsablePage,
  { add, remove, tally }: NamedUsers & { tally: PageTally },
  place: { segmentId: string; task: TaskOfPage; dedupeKey: string; isStale: boolean; suppressed: number },
): Promise<boolean> {
  const isPage = page.kind === "page";
  const { pageNumber } = isPage ? page : DRAIN;

  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO page (id, customer_id, destination_id, segment_id, task_id, action, page_number, dedupe_key, state,
                       signed, reason, adds, removes, entries, untaken, repeated, trimmed, shapes, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::text::jsonb, $19)
     ON CONFLICT (destination_id, dedupe_key) DO NOTHING RETURNING id`,
    [
      uuidv7(),
      source.destination.customerId,
      source.destination.destinationId,
      place.segmentId,
      place.task.id,
      isPage ? "segment.users.sync" : "segment.users.drain",
      pageNumber,
      place.dedupeKey,
      place.isStale ? "stale" : "applied",
      source.signed,
      place.isStale ? "The segment was drained after this task." : notTakenWords(tally, place.suppressed),
      add.length,
      remove.length,
      tally.entries,
      tally.untaken,
      tally.repeated,
      tally.trimmed,
      tally.shapes.length > 0 ? JSON.stringify(tally.shapes) : null,
      source.rawBody,
    ],
  );
  return rows.length > 0;
}

function notTakenWords({ untaken }: PageTally, suppressed: number): string | null {
  const words = [
    ...(untaken > 0 ? [`${counted(untaken, "entry", "entries")} without a usable user key.`] : []),
    ...(suppressed > 0 ? [`${counted(suppressed, "user")} left out: erased on request.`] : []),
  ];
  return words.length > 0 ? words.join(" ") : null;
}

/** A segment has the name from its newest task: a late page of an older one must not restore an old name. */
async function noteSegmentPage(sql: Sql, segmentId: string, name: string, order: bigint): Promise<void> {
  await sql.query(
    `UPDATE segment SET last_page_at = now(), name = CASE
       WHEN EXISTS (SELECT FROM task WHERE segment_id = $1 AND task_order > $3) THEN name ELSE $2 END
     WHERE id = $1`,
    [segmentId, name, order],
  );
}

/**
 * Keeps the first `id_token` (Heap's name for the customer's environment) a destination sees, and notes when another one
 * came. That is not refused, since Heap does not promise that it never changes, but a person should know: the alert
 * `id_token_changed` tells of it.
 */
async function noteIdToken(
  sql: Sql,
  { destinationId, heapIdToken, acceptedIdTokens }: AddressedDestination,
  idToken: string | null,
): Promise<void> {
  if (idToken === null || idToken === heapIdToken || acceptedIdTokens.includes(idToken)) return;

  await sql.query(
    `UPDATE destination
     SET heap_id_token = COALESCE(heap_id_token, $2),
         other_id_token = CASE WHEN heap_id_token <> $2 THEN $2 ELSE other_id_token END,
         other_id_token_at = CASE WHEN heap_id_token <> $2 THEN now() ELSE other_id_token_at END
     WHERE id = $1`,
    [destinationId, idToken],
  );
}
