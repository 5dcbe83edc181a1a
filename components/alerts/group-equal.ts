import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";

/** Alerts that are alike: the first of them, and the others. */
export interface AlertGroup<Alert> {
  first: Alert;
  others: Alert[];
}

type Grouped = Pick<OwnAlertView, "kind" | "harm" | "message"> & { customer?: { id: string } };

/**
 * Puts alerts of the same kind and customer into one group, at the place of the first; and, if they only ask, those of other
 * customers that ask the same. The order stays. Pure.
 */
export function groupEqual<Alert extends Grouped>(alerts: readonly Alert[]): AlertGroup<Alert>[] {
  const groups = new Map<string, AlertGroup<Alert>>();
  for (const alert of alerts) {
    const key = `${alert.kind} ${alert.harm === "asks" ? questionOf(alert.message) : alert.customer?.id}`;
    const group = groups.get(key);
    if (group) group.others.push(alert);
    else groups.set(key, { first: alert, others: [] });
  }
  return [...groups.values()];
}

/** What is asked, without the name of the source: each customer may call its own something else. */
function questionOf(message: string): string {
  return message.replace(/ for “[^”]*”:/, ":");
}
