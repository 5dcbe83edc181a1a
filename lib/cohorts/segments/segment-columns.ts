import { LAST_MATCH, type LastMatchRow, toLastMatchView } from "@/lib/cohorts/match-checks/last-match";
import { IS_UNFIT } from "@/lib/cohorts/members/identifier-of-members";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { LAST_TALLY, toTallyView } from "./last-tally";
import type { SegmentView } from "./segment-view";

/** How many members of segment `s` are owed, or refused: each is counted by its partial index. */
export const OWED_COUNT = `(SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})`;
const REFUSED_COUNT =
  "(SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL)";
/** How many of the refused members of segment `s` of `destination d` Tributary did not send. */
const UNFIT_COUNT = `(SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL AND ${IS_UNFIT})`;

/** The newest sync of each segment `s`; only this one can be waiting or running. */
export const LAST_SYNC_JOIN =
  "LEFT JOIN LATERAL (SELECT id, requested_at FROM sync WHERE segment_id = s.id ORDER BY id DESC LIMIT 1) y ON true";

/** Selects `SegmentRow` from `segment s` and `LAST_SYNC_JOIN`. */
export const SEGMENT_COLUMNS = `
  s.id, s.customer_id AS "customerId", s.destination_id AS "destinationId", s.heap_segment_id AS "heapSegmentId",
  s.name, s.mode, s.identifier_kind AS "identifierKind", s.alias_label AS "aliasLabel",
  s.cohort_name AS "cohortName", s.cohort_named_at AS "cohortNamedAt", s.attribute_name AS "attributeName",
  s.wanted_count AS wanted, s.acked_count AS acked, ${OWED_COUNT} AS owed, ${REFUSED_COUNT} AS refused,
  COALESCE((SELECT ${UNFIT_COUNT} FROM destination d WHERE d.id = s.destination_id), 0) AS unfit,
  s.last_page_at AS "lastPageAt", s.next_sync_at AS "nextSyncAt", s.version, s.created_at AS "createdAt",
  y.id AS "lastSyncId", ${LAST_MATCH} AS "lastMatch",
  ${LAST_TALLY} AS "lastTally", s.reused_tasks AS "reusedTasks"`;

type Moment = "cohortNamedAt" | "lastPageAt" | "nextSyncAt";

export type SegmentRow = Omit<SegmentView, Moment | "createdAt" | "lastSync" | "lastMatch"> &
  Record<Moment, Date | null> & {
    createdAt: Date;
    lastSyncId: string | null;
    lastMatch: LastMatchRow | null;
  };

/** Turns a row and the newest syncs into the view. */
export function toSegmentView(row: SegmentRow, syncs: ReadonlyMap<string, SyncView>): SegmentView {
  const { lastSyncId, ...rest } = row;
  return {
    ...rest,
    cohortNamedAt: row.cohortNamedAt?.toISOString() ?? null,
    lastPageAt: row.lastPageAt?.toISOString() ?? null,
    nextSyncAt: row.nextSyncAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastMatch: toLastMatchView(row.lastMatch),
    lastTally: toTallyView(row.lastTally),
    lastSync: (lastSyncId && syncs.get(lastSyncId)) || null,
  };
}
