import type { RefusalFacts } from "./alert-facts";

/** The columns of `refusalSql`, and when a request was last accepted. */
export interface RefusalColumns {
  lastProbeAt: Date | null;
  refusedAt: Date | null;
  refusedStatus: number | null;
  refusedReason: string | null;
  refusedHint: string | null;
  refusedAgainAt: Date | null;
  acceptedAt: Date | null;
}

/** In SQL: the last refusal and the last probe of the endpoints `e` selected by `isOwn`; one row. */
export function refusalSql(isOwn: string): string {
  return `
    SELECT max(e.last_probe_at) AS "lastProbeAt", max(e.last_refused_at) AS "refusedAt",
           max(e.refused_again_at) AS "refusedAgainAt",
           (array_agg(e.last_refused_status ORDER BY e.last_refused_at DESC NULLS LAST))[1] AS "refusedStatus",
           (array_agg(e.last_refused_reason ORDER BY e.last_refused_at DESC NULLS LAST))[1] AS "refusedReason",
           (array_agg(e.hint ORDER BY e.last_refused_at DESC NULLS LAST))[1] AS "refusedHint"
    FROM endpoint e WHERE ${isOwn}`;
}

/** The last refusal, if there was one. */
export function refusalOf(row: RefusalColumns): RefusalFacts | null {
  if (!row.refusedAt || row.refusedStatus === null) return null;
  return {
    at: row.refusedAt,
    status: row.refusedStatus,
    reason: row.refusedReason ?? "",
    hint: row.refusedHint ?? "",
    acceptedAt: row.acceptedAt,
    againAt: row.refusedAgainAt,
  };
}
