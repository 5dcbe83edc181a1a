import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";

/** The heading of the alerts that only Heap or Braze can end, and what it means. */
export const WAITING = {
  title: "Waiting on Heap or Braze",
  meaning:
    "Nothing to do here: each closes automatically once they work again. Until then, everything is kept.",
} as const;

/** Where the next action of an alert is done, if not in the portal. */
export const ELSEWHERE = {
  heap: "To be fixed in the customer’s Heap",
  braze: "To be fixed in the customer’s Braze",
} as const;

/** The heading of the alerts that somebody has put off. */
export const SNOOZED = {
  title: "Snoozed",
  meaning: "Each comes back when its time is up, when it doubles in size, or when it ends and opens again.",
} as const;

/**
 * Splits alerts into those that somebody can end, those that only Heap or Braze can, and those that are snoozed; the order
 * stays.
 */
export function byActing<Alert extends Pick<OwnAlertView, "acting" | "snoozedUntil">>(
  alerts: readonly Alert[],
) {
  const awake = alerts.filter(({ snoozedUntil }) => snoozedUntil === null);
  return {
    toDo: awake.filter(({ acting }) => acting !== "wait"),
    waiting: awake.filter(({ acting }) => acting === "wait"),
    snoozed: alerts.filter(({ snoozedUntil }) => snoozedUntil !== null),
  };
}
