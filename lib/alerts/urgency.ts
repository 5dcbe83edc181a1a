import type { DestinationAlertKind } from "@/lib/destinations/open-alert";

/** Kinds that stop a flow until a person acts; every other kind only wants a look. */
const STOPPING_KINDS: readonly DestinationAlertKind[] = ["braze_key_refused"];

/** Whether an `alert a` stops a flow, in SQL. */
export const IS_STOPPING = `a.kind IN (${STOPPING_KINDS.map((kind) => `'${kind}'`).join(", ")})`;

/** How urgent an `alert a` is, in SQL: lower comes first. */
export const URGENCY = `CASE WHEN ${IS_STOPPING} THEN 0 ELSE 1 END`;

/** Most urgent first, in SQL: what stops a flow, then what has been open longest. */
export const BY_URGENCY = `${URGENCY}, a.opened_at, a.id`;
