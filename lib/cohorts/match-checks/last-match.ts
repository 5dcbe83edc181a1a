import { ALIAS_LABEL, IDENTIFIER_KIND } from "@/lib/cohorts/members/identifier-of-members";
import { type LastMatchView, type MatchView, toMatchView } from "./match-check-view";

/** Counts of the latest successful check of segment `s`, as JSON; null without one. */
export const LAST_MATCH = `(
  SELECT json_build_object('matchCheckId', k.id, 'finishedAt', k.finished_at, 'known', k.known, 'sampled', k.sampled,
           'population', k.population, 'isOutdated',
           COALESCE(k.requested_at < d.workspace_since, false) OR (k.identifier_kind, k.alias_label) IS DISTINCT FROM (
             ${IDENTIFIER_KIND},
             ${ALIAS_LABEL}))
  FROM match_check k JOIN destination d ON d.id = k.destination_id
  WHERE k.segment_id = s.id AND k.state = 'succeeded' ORDER BY k.id DESC LIMIT 1)`;

export type LastMatchRow = Pick<LastMatchView, "matchCheckId" | "finishedAt" | "isOutdated"> &
  Pick<MatchView, "known" | "sampled" | "population">;

/** Turns the result of `LAST_MATCH` into the view. */
export function toLastMatchView(row: LastMatchRow | null): LastMatchView | null {
  if (!row) return null;
  const { matchCheckId, isOutdated } = row;
  return {
    matchCheckId,
    isOutdated,
    finishedAt: new Date(row.finishedAt).toISOString(),
    ...toMatchView(row),
  };
}
