import { urlOf } from "@/components/data/address";
import { defineList, defineRead } from "@/components/data/define-read";

/** The filters of the audit log, as they are in the URL; `from` and `to` are days in the viewer's zone, both included. */
export const AUDIT_FILTERS = ["actor", "action", "customer", "from", "to"] as const;

export type AuditFilters = Record<(typeof AUDIT_FILTERS)[number], string>;

const wholeLog = defineList("/api/v1/audit", {
  limit: 50,
  filters: AUDIT_FILTERS,
  toQuery: (filters) => ({ ...toAuditQuery(filters), customerId: filters.customer }),
});

const customerLog = defineList("/api/v1/customers/[customerId]/audit", {
  limit: 50,
  filters: AUDIT_FILTERS,
  toQuery: toAuditQuery,
});

/** The audit entries of one customer, or of everything. */
export function auditList(customerId: string | undefined, filters: AuditFilters) {
  return customerId ? customerLog({ customerId }, filters) : wholeLog({}, filters);
}

/** Where the same entries are a file. */
export function auditCsv(customerId: string | undefined, filters: AuditFilters): string {
  return customerId
    ? urlOf("/api/v1/customers/[customerId]/audit.csv", { customerId }, toAuditQuery(filters))
    : urlOf("/api/v1/audit.csv", {}, { ...toAuditQuery(filters), customerId: filters.customer });
}

/** Who did anything, to choose from. */
export const auditActorsRead = defineRead("/api/v1/audit/actors");

/** Customers by a part of their name, to choose from. */
export const namedCustomers = defineRead("/api/v1/customers", { limit: 10, filters: ["q"] });

/**
 * Turns the filters of the URL into the API's query. Days are in the viewer's zone: `from` starts with its first
 * moment and `to` ends with its last.
 */
function toAuditQuery({ actor, action, from, to }: AuditFilters) {
  return {
    actorId: actor.startsWith("id:") ? actor.slice(3) : "",
    actorKind: actor.startsWith("kind:") ? actor.slice(5) : "",
    action,
    from: startOfDay(from, 0),
    to: startOfDay(to, 1),
  };
}

/**
 * The first moment of a day (`YYYY-MM-DD`), or of the day `later` days after it, in ISO 8601; empty if it is not a
 * day.
 */
function startOfDay(day: string, later: number): string {
  const [year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return "";

  return new Date(year, month - 1, date + later).toISOString();
}
