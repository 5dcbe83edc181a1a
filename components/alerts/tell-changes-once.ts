import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";

type Told = Pick<OwnAlertView, "changesBefore"> & { customer?: { id: string } };

/**
 * Leaves the changes before an alert out if another one of the same customer, above it in the list, tells the very same:
 * alerts that open together have the same changes before them. The order stays. Pure.
 */
export function tellChangesOnce<Alert extends Told>(alerts: readonly Alert[]): Alert[] {
  const told = new Set<string>();
  return alerts.map((alert) => {
    const changes = [alert.customer?.id, ...alert.changesBefore.map(({ id }) => id)].join(" ");
    if (told.has(changes)) return { ...alert, changesBefore: [] };
    told.add(changes);
    return alert;
  });
}
