import type { AuditFilters } from "./filters";

/** Where the API lists the entries, below `/api/v1`. */
export function auditPath(customerId: string | undefined): string {
  return customerId ? `/customers/${customerId}/audit` : "/audit";
}

/**
 * What the filters of the URL ask of the API. Days are the viewer's own: `from` starts with its first moment and `to`
 * ends with its last.
 */
export function auditQuery(
  { actor, action, customer, from, to }: AuditFilters,
  { isWholeLog }: { isWholeLog: boolean },
): Record<string, string> {
  const asked = {
    actorId: actor.startsWith("id:") ? actor.slice(3) : "",
    actorKind: actor.startsWith("kind:") ? actor.slice(5) : "",
    action,
    customerId: isWholeLog ? customer : "",
    from: startOfDay(from, 0),
    to: startOfDay(to, 1),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ""));
}

/** The first moment of a day (`YYYY-MM-DD`) or of one `later`, in ISO 8601; empty for what is no day. */
function startOfDay(day: string, later: number): string {
  const [year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return "";

  return new Date(year, month - 1, date + later).toISOString();
}
