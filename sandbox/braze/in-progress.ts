import type { ServerResponse } from "node:http";
import type { BrazeState } from "./state";
import { cohortOf, type Workspace } from "./workspace";

/** More calls at a time for one cohort than this are noted: no partner is known to make as many. */
const MOST_CALLS_AT_ONCE = 4;

/**
 * Marks a call for a cohort as in progress until it is answered. Records what a careful caller avoids: the same id in
 * two calls at a time (they may overtake each other), and many calls at once.
 * @returns how many other calls for the cohort are in progress
 */
export function noteInProgress(
  braze: BrazeState,
  workspace: Workspace,
  cohortId: string,
  changes: unknown,
  res: ServerResponse,
): number {
  const key = `${workspace.key}\n${cohortId}`;
  const others = braze.inProgress.get(key) ?? [];
  const ids = new Set(idsOf(changes));

  const shared = others.some((other) => [...ids].some((id) => other.has(id)));
  if (shared) braze.violations.record("id_in_two_calls", `cohort ${cohortId}`);
  if (others.length >= MOST_CALLS_AT_ONCE) braze.violations.record("overlapping_calls", `cohort ${cohortId}`);

  const calls = [...others, ids];
  braze.inProgress.set(key, calls);
  if (workspace.cohorts.has(cohortId)) {
    const cohort = cohortOf(workspace, cohortId);
    cohort.mostCallsAtOnce = Math.max(cohort.mostCallsAtOnce, calls.length);
  }

  res.once("close", () => {
    const left = (braze.inProgress.get(key) ?? []).filter((other) => other !== ids);
    if (left.length > 0) braze.inProgress.set(key, left);
    else braze.inProgress.delete(key);
  });
  return others.length;
}

/** Every id in a call's `cohort_changes`; none if they have another shape. */
function idsOf(changes: unknown): string[] {
  if (!Array.isArray(changes)) return [];
  return changes.flatMap((change) =>
    ["user_ids", "device_ids", "aliases"].flatMap((kind) => {
      const ids: unknown = change?.[kind];
      return Array.isArray(ids)
        ? ids.map((id) => `${kind}:${typeof id === "string" ? id : JSON.stringify(id)}`)
        : [];
    }),
  );
}
