import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordExport } from "@/lib/kernel/audit/record-export";
import { type Columns, writeCsv } from "@/lib/kernel/csv/write-csv";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { findSyncs } from "./list-syncs";
import { syncListInput } from "./sync-input";
import { type PushRow, type PushView, type SyncView, toPushView, toSyncView } from "./sync-view";

export const syncExportInput = syncListInput.omit({ limit: true, cursor: true, fold: true });

/** Syncs, and pushes, read at a time: what one download holds in memory. */
const CHUNK_SYNCS = 200;
const CHUNK_PUSHES = 2_000;

/** One line of the file: a sync, or one of its pushes below it. */
interface Line {
  sync: SyncView;
  push: PushView | null;
}

const COLUMNS: Columns<Line> = [
  ["line", ({ push }) => (push ? "push" : "sync")],
  ["sync id", ({ sync }) => sync.id],
  ["segment", ({ sync }) => sync.segmentName],
  ["segment id", ({ sync }) => sync.segmentId],
  ["trigger", ({ sync }) => sync.trigger],
  ["requested by", ({ sync }) => sync.requestedBy],
  ["requested at", ({ sync }) => sync.requestedAt],
  ["state", ({ sync, push }) => (push ?? sync).state],
  ["started at", ({ sync, push }) => (push ?? sync).startedAt],
  ["finished at", ({ sync, push }) => (push ?? sync).finishedAt],
  ["to sync at start", ({ sync, push }) => (push ? null : sync.owedAtStart)],
  ["adds", ({ sync, push }) => (push ? push.adds : sync.added)],
  ["removes", ({ sync, push }) => (push ? push.removes : sync.removed)],
  ["refused", ({ sync, push }) => (push ? null : sync.refused)],
  ["of these not sent", ({ sync, push }) => (push ? null : sync.unfit)],
  ["without usable id", ({ sync, push }) => (push ? null : sync.untaken)],
  ["pushes", ({ sync, push }) => (push ? null : sync.pushes)],
  ["push id", ({ push }) => push?.id ?? null],
  ["status", ({ push }) => push?.status ?? null],
  ["words", ({ sync, push }) => (push ? push.words : sync.error)],
];

/**
 * A customer's syncs with their pushes as CSV, in chunks, newest first, with the filters of the list: a line for each
 * sync, and below it one for each of its calls to Braze. Braze's messages may name users, so it is for CSMs and
 * recorded in the audit log.
 * @throws TributaryError `forbidden` below csm, `not_found`
 */
export async function exportSyncs(
  ctx: Ctx,
  input: z.infer<typeof syncExportInput> & { customerId: string },
): Promise<AsyncIterable<string>> {
  requireRole(ctx, "csm");
  const { customerId, ...filter } = input;
  await requireCustomer(customerId);
  await recordExport(
    ctx,
    { action: "customer.syncs_exported", customerId, subjectKind: "customer", subjectId: customerId },
    filter,
  );
  return writeCsv(COLUMNS, walkLines(input));
}

async function* walkLines(filter: Parameters<typeof findSyncs>[0]): AsyncGenerator<Line[]> {
  for await (const syncs of walkSyncs(filter)) {
    const bySync = new Map(syncs.map((sync) => [sync.id, sync]));
    // The lines of a sync stay together, so it comes with its first pushes.
    let shown = 0;
    for await (const pushes of walkPushes([...bySync.keys()])) {
      const lines: Line[] = [];
      for (const { syncId, ...push } of pushes) {
        while (shown < syncs.length && syncs[shown - 1]?.id !== syncId) lines.push(lineOf(syncs[shown++]));
        const sync = bySync.get(syncId);
        if (sync) lines.push({ sync, push: toPushView(push) });
      }
      yield lines;
    }
    yield syncs.slice(shown).map(lineOf);
  }
}

function lineOf(sync: SyncView | undefined): Line {
  if (!sync) throw new Error("there is no such sync in this chunk");
  return { sync, push: null };
}

/** All matching syncs, newest first, in chunks. */
export async function* walkSyncs(filter: Parameters<typeof findSyncs>[0]): AsyncGenerator<SyncView[]> {
  for (let beforeId: string | null = null; ; ) {
    const rows = await findSyncs(filter, beforeId, CHUNK_SYNCS);
    yield rows.map(toSyncView);
    if (rows.length < CHUNK_SYNCS) return;
    beforeId = rows.at(-1)?.id ?? null;
  }
}

/** The pushes of these syncs, without their members: latest sync first, within it the first call first, in chunks. */
export async function* walkPushes(
  syncIds: readonly string[],
): AsyncGenerator<(PushRow & { syncId: string })[]> {
  for (let after: { syncId?: string; id?: string } = {}; ; ) {
    const { rows }: { rows: (PushRow & { syncId: string })[] } = await pool.query(
      `SELECT id, sync_id AS "syncId", adds, removes, refused, state, status, words, started_at AS "startedAt",
              finished_at AS "finishedAt"
       FROM push
       WHERE sync_id = ANY ($1::uuid[])
         AND ($2::uuid IS NULL OR sync_id < $2::uuid OR (sync_id = $2::uuid AND id > $3::uuid))
       ORDER BY sync_id DESC, id LIMIT $4`,
      [syncIds, after.syncId ?? null, after.id ?? null, CHUNK_PUSHES],
    );
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK_PUSHES) return;
    after = { syncId: last.syncId, id: last.id };
  }
}
