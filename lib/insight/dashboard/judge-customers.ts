import { FACTS } from "@/lib/insight/health/health-facts";
import {
  ALERT_FINDINGS,
  type Finding,
  findingsOf,
  HEALTH_RANK,
  JUDGED,
  toHealth,
} from "@/lib/insight/health/health-rule";
import { HEALTH_COLUMNS, type HealthRow } from "@/lib/insight/health/read-health";
import { pool } from "@/lib/kernel/database";
import type { CustomerState } from "@/prisma/generated/enums";
import type { DashboardView } from "./dashboard-view";

/** How many customers are named; the list has the others. */
const MAX_NAMED = 5;

/** The number of customers with the same state and finding. */
export interface CustomerGroup {
  state: CustomerState;
  finding: Finding;
  customers: number;
  /** Without those that somebody has snoozed. */
  openAlerts: number;
  pending: number;
  owed: number;
}

export interface JudgedCustomers {
  groups: CustomerGroup[];
  unwell: DashboardView["unwell"];
}

/** Findings that a person should know about and that no alert reports. */
export const UNWELL_FINDINGS = [...findingsOf("failing"), ...findingsOf("attention")].filter(
  (finding) => !ALERT_FINDINGS.includes(finding),
);

/**
 * Judges all customers, or one owner's, in one statement: how many there are of each kind, and the most urgent of
 * those whose problem no alert reports.
 */
export async function judgeCustomers(ownerId: string | null): Promise<JudgedCustomers> {
  const { rows } = await pool.query<{
    groups: CustomerGroup[] | null;
    unwell: (HealthRow & { id: string; name: string })[] | null;
  }>(JUDGE, [ownerId, UNWELL_FINDINGS, MAX_NAMED]);
  const { groups, unwell } = rows[0] ?? {};
  return {
    groups: groups ?? [],
    unwell: (unwell ?? []).map((row) => ({ id: row.id, name: row.name, ...toHealth(row.finding, row) })),
  };
}

const JUDGE = `
  WITH known AS MATERIALIZED (
    SELECT c.id, c.name, c.state, ${HEALTH_COLUMNS}, ${HEALTH_RANK} AS rank, alerts.awake, flow.pending,
           membership.owed
    FROM customer c ${FACTS} ${JUDGED}
    WHERE $1::uuid IS NULL OR c.owner_id = $1
  )
  SELECT
    (SELECT json_agg(g) FROM (
       SELECT state, finding, count(*) AS customers, sum(awake) AS "openAlerts", sum(pending) AS pending, sum(owed) AS owed
       FROM known GROUP BY state, finding
     ) g) AS groups,
    (SELECT json_agg(u) FROM (
       SELECT * FROM known WHERE finding = ANY($2) ORDER BY rank, lower(name), id LIMIT $3
     ) u) AS unwell`;
