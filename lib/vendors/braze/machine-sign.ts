import type { CurrentsEvent } from "@/lib/vendors/braze/currents-event";

/** What tells that a machine and no person caused an event. */
type MachineSign = "machine open" | "suspected bot click";

/**
 * Whether Braze says that a machine opened an email or a bot followed a link. `machine_open` is a text that may get
 * other values than "true". `is_suspected_bot_click` is filled only while the customer's filter is on, and decides then;
 * otherwise the list of reasons does. Source: docs/contracts/braze-currents-events.md#pitfalls-of-naming.
 */
export function machineSign({ properties }: CurrentsEvent): MachineSign | null {
  if (isSaid(properties.machine_open)) return "machine open";

  const { is_suspected_bot_click: isSuspected, suspected_bot_click_reason: reasons } = properties;
  if (isSuspected !== undefined && isSuspected !== null && isSuspected !== REDACTED) {
    return isSaid(isSuspected) ? "suspected bot click" : null;
  }
  return Array.isArray(reasons) && reasons.some(isSaid) ? "suspected bot click" : null;
}

/** In place of a field that the customer chose to remove: nothing is known then. */
const REDACTED = "[REDACTED]";

function isSaid(value: unknown): boolean {
  if (typeof value !== "string") return value === true;
  const text = value.trim().toLowerCase();
  return text !== "" && text !== "false" && value !== REDACTED;
}
