import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";

/** The heading of the alerts that only Heap or Braze can end, and what it means. */
export const WAITING = {
  title: "Waiting on Heap or Braze",
  meaning: "Nothing to do here: each ends by itself once they work again. Until then everything is kept.",
} as const;

/** Where the next action of an alert is done, if not in the portal. */
export const ELSEWHERE = {
  heap: "To be done in the customer’s Heap",
  braze: "To be done in the customer’s Braze",
} as const;

/** Splits alerts into those that somebody can end and those that only Heap or Braze can; the order stays. */
export function byActing<Alert extends Pick<OwnAlertView, "acting">>(alerts: readonly Alert[]) {
  return {
    toDo: alerts.filter(({ acting }) => acting !== "wait"),
    waiting: alerts.filter(({ acting }) => acting === "wait"),
  };
}
