import type { IdentifierKind, SegmentMode, SyncState } from "@/lib/generated/prisma/enums";
import { IS_OWED } from "@/lib/members/owed";

/** A segment as the screens and the JSON API show it. */
export interface SegmentSummary {
  id: string;
  customerId: string;
  destinationId: string;
  heapSegmentId: string;
  name: string;
  mode: SegmentMode;
  /** Null: as the destination says. */
  identifierKind: IdentifierKind | null;
  aliasLabel: string | null;
  cohortName: string | null;
  cohortNamedAt: Date | null;
  /** Members Heap wants in, and members Braze accepted. */
  wantedCount: number;
  ackedCount: number;
  /** Members still to be pushed, and members Braze refused. */
  owedCount: number;
  refusedCount: number;
  lastPageAt: Date | null;
  nextSyncAt: Date | null;
  /** The newest sync. */
  lastSync: { id: string; state: SyncState; requestedAt: Date; finishedAt: Date | null } | null;
  version: number;
  createdAt: Date;
}

/** Selects `SegmentSummary` from `segment s`. Owed and refused are counted on their partial indexes. */
export const SEGMENT_COLUMNS = `
  s.id, s.customer_id AS "customerId", s.destination_id AS "destinationId", s.heap_segment_id AS "heapSegmentId",
  s.name, s.mode, s.identifier_kind AS "identifierKind", s.alias_label AS "aliasLabel",
  s.cohort_name AS "cohortName", s.cohort_named_at AS "cohortNamedAt",
  s.wanted_count AS "wantedCount", s.acked_count AS "ackedCount",
  (SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND ${IS_OWED}) AS "owedCount",
  (SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL) AS "refusedCount",
  s.last_page_at AS "lastPageAt", s.next_sync_at AS "nextSyncAt", s.version, s.created_at AS "createdAt",
  y.id AS "syncId", y.state AS "syncState", y.requested_at AS "syncRequestedAt", y.finished_at AS "syncFinishedAt"`;

/** The newest sync of each segment, for `SEGMENT_COLUMNS`. */
export const LAST_SYNC_JOIN =
  "LEFT JOIN LATERAL (SELECT * FROM sync WHERE segment_id = s.id ORDER BY id DESC LIMIT 1) y ON true";

export interface SegmentRow extends Omit<SegmentSummary, "lastSync"> {
  syncId: string | null;
  syncState: SyncState | null;
  syncRequestedAt: Date | null;
  syncFinishedAt: Date | null;
}

/** One row of `SEGMENT_COLUMNS`, with its newest sync put together. */
export function segmentOf(row: SegmentRow): SegmentSummary {
  const {
    syncId: id,
    syncState: state,
    syncRequestedAt: requestedAt,
    syncFinishedAt: finishedAt,
    ...rest
  } = row;
  return { ...rest, lastSync: id && state && requestedAt ? { id, state, requestedAt, finishedAt } : null };
}
