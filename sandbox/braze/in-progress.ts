import type { ServerResponse } from "node:http";
import type { Membership } from "./membership";
import type { BrazeState } from "./state";
import type { Workspace } from "./workspace";

/** More calls at a time for one cohort than this are noted: no partner is known to make as many. */
const MOST_CALLS_AT_ONCE = 4;

/**
 * Marks a call for a cohort or an attribute as in progress until it is answered. Records what a careful caller avoids: the
 * same id in two calls at a time (they may overtake each other), and many calls at once.
 * @param subject the cohort's id, or the attribute's name behind `attribute:`
 * @param membership the cohort or attribute, if it is there already
 * @returns how many other calls for it are in progress
 */
export function noteInProgress(
  braze: BrazeState,
  workspace: Workspace,
  { subject, ids, membership }: { subject: string; ids: readonly string[]; membership?: Membership },
  res: ServerResponse,
): number {
  const key = `${workspace.key}\n${subject}`;
  const others = braze.inProgress.get(key) ?? [];
  const mine = new Set(ids);

  const shared = others.some((other) => [...mine].some((id) => other.has(id)));
  if (shared) braze.violations.record("id_in_two_calls", subject);
  if (others.length >= MOST_CALLS_AT_ONCE) braze.violations.record("overlapping_calls", subject);

  const calls = [...others, mine];
  braze.inProgress.set(key, calls);
  if (membership) membership.mostCallsAtOnce = Math.max(membership.mostCallsAtOnce, calls.length);

  res.once("close", () => {
    const left = (braze.inProgress.get(key) ?? []).filter((other) => other !== mine);
    if (left.length > 0) braze.inProgress.set(key, left);
    else braze.inProgress.delete(key);
  });
  return others.length;
}

/** Every id in a call's `cohort_changes`; none if they have another shape. */
export function idsOfChanges(changes: unknown): string[] {
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
