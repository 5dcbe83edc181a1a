import type { AlertKind } from "@/lib/kernel/alerts/kinds";

/** Kinds that stop a flow while they are open; every other kind only needs a look. */
const STOPPING_KINDS: readonly AlertKind[] = [
  "braze_key_refused",
  "deliveries_failing",
  "heap_app_refused",
  "too_much_waiting",
  "too_much_stored",
  "currents_refused",
  "pages_refused",
  "owed_stuck",
];

/** Whether an `alert a` stops a flow, in SQL. */
export const IS_STOPPING = `a.kind IN (${STOPPING_KINDS.map((kind) => `'${kind}'`).join(", ")})`;

/** How urgent an `alert a` is, in SQL: lower comes first. */
export const URGENCY = `CASE WHEN ${IS_STOPPING} THEN 0 ELSE 1 END`;

/** Most urgent first, in SQL: what stops a flow, then what has been open longest. */
export const BY_URGENCY = `${URGENCY}, a.opened_at, a.id`;
