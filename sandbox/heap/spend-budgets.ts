import { SlidingWindow } from "../sliding-window";
import type { HeapApp } from "./state";

/** Bulk track: events a minute for one identity of an app (Bulk Track page). */
const BULK_EVENTS_PER_IDENTITY_PER_MINUTE = 1_000;
/** Single track: requests in 30 seconds for one identity of an app (Track page). */
const SINGLE_CALLS_PER_IDENTITY = 30;
const SINGLE_WINDOW_MS = 30_000;
/** Identities tracked; above this number, those with an untouched budget are forgotten. */
const SWEEP_ABOVE_IDENTITIES = 50_000;

/**
 * Charges a call to the app's and its identities' budgets, all or nothing.
 * @returns the limit that is exceeded, in words, or null when the call fits
 */
export function spendBudgets(
  app: HeapApp,
  events: readonly Record<string, unknown>[],
  isBulk: boolean,
  nowMs: number,
): string | null {
  if (app.budget.left(nowMs) < events.length) return `15,000 events a minute for app ${app.appId}`;

  const budgets = isBulk ? app.identityBudgets : app.singleBudgets;
  const wanted = new Map<string, number>();
  for (const { identity, user_id: userId } of events) {
    const user = String(identity ?? `user_id:${userId}`);
    wanted.set(user, (wanted.get(user) ?? 0) + 1);
  }

  sweep(budgets, nowMs);
  for (const [user, count] of wanted) {
    const left = budgets.get(user)?.left(nowMs) ?? capacityOf(isBulk);
    if (left < count) return `${isBulk ? "1,000 events a minute" : "30 requests in 30 seconds"} for ${user}`;
  }

  app.budget.spend(events.length, nowMs);
  for (const [user, count] of wanted) {
    const budget = budgets.get(user) ?? createBudget(isBulk);
    budget.spend(count, nowMs);
    budgets.set(user, budget);
  }
  return null;
}

function capacityOf(isBulk: boolean): number {
  return isBulk ? BULK_EVENTS_PER_IDENTITY_PER_MINUTE : SINGLE_CALLS_PER_IDENTITY;
}

function createBudget(isBulk: boolean): SlidingWindow {
  return new SlidingWindow(capacityOf(isBulk), isBulk ? 60_000 : SINGLE_WINDOW_MS);
}

function sweep(budgets: Map<string, SlidingWindow>, nowMs: number): void {
  if (budgets.size < SWEEP_ABOVE_IDENTITIES) return;

  for (const [user, budget] of budgets) {
    // `left` first frees what is older than the window; no wait then means nothing is spent.
    budget.left(nowMs);
    if (budget.resetsInMs(nowMs) === 0) budgets.delete(user);
  }
}
