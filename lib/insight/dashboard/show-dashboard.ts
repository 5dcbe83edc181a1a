import { z } from "zod";
import { listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";
import { HEALTH_WORDS, healthOf } from "@/lib/insight/health/health-rule";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { pool } from "@/lib/kernel/database";
import { readFunctionsState } from "@/lib/kernel/heartbeat";
import { mayFlow } from "@/lib/kernel/holds/hold-rule";
import { ownerIdOf } from "@/lib/team/owners/owner-filter";
import { CustomerState } from "@/prisma/generated/enums";
import type { DashboardView, FlowHour } from "./dashboard-view";
import { type CustomerGroup, judgeCustomers, UNWELL_FINDINGS } from "./judge-customers";

/** Whose customers: the caller's own, or everybody's. */
export const dashboardInput = z.strictObject({ owner: z.enum(["me", "all"]).default("all") });

export type DashboardInput = z.input<typeof dashboardInput>;

/** How many alerts are shown; the list of alerts has the others. */
const MAX_ALERTS = 8;

/**
 * What needs someone now, what moved in the last 24 hours, and how the customers are doing: four statements for any
 * amount of data.
 * @throws TributaryError `forbidden`, `invalid` when `me` is not a member of the team
 */
export async function showDashboard(ctx: Ctx, input: DashboardInput): Promise<DashboardView> {
  requireRole(ctx, "viewer");
  const { owner } = parseInput(dashboardInput, input);
  const filter = owner === "me" ? owner : undefined;
  const ownerId = await ownerIdOf(ctx, filter);

  const [{ state: functions }, alerts, flow, { groups, unwell }] = await Promise.all([
    readFunctionsState(),
    listOpenAlerts(ctx, { ownerId: filter, limit: MAX_ALERTS, snoozed: "without" }),
    readFlow(ownerId),
    judgeCustomers(ownerId),
  ]);

  const current = groups.filter(({ state }) => state !== "archived");
  const flowing = current.filter(({ state }) => mayFlow({ customerState: state }));
  return {
    functions,
    alerts: alerts.items,
    openAlerts: sum(flowing, "openAlerts"),
    unwell,
    unwellCustomers: sum(
      current.filter(({ finding }) => UNWELL_FINDINGS.includes(finding)),
      "customers",
    ),
    flow,
    states: countBy(Object.values(CustomerState), groups, ({ state }) => state),
    health: countBy(HEALTH_WORDS, current, ({ finding }) => healthOf(finding)),
    totals: {
      customers: sum(current, "customers"),
      accepted: sum(flow, "accepted"),
      forwarded: sum(flow, "forwarded"),
      quarantined: sum(flow, "quarantined"),
      adds: sum(flow, "adds"),
      removes: sum(flow, "removes"),
      pending: sum(current, "pending"),
      owed: sum(current, "owed"),
    },
  };
}

type NumbersOf<T> = { [Name in keyof T]: T[Name] extends number ? Name : never }[keyof T];

function sum<T extends CustomerGroup | FlowHour>(rows: readonly T[], name: NumbersOf<T>): number {
  return rows.reduce((total, row) => total + Number(row[name]), 0);
}

/** How many customers there are per word, including words without any. */
function countBy<Word extends string>(
  words: readonly Word[],
  groups: readonly CustomerGroup[],
  wordOf: (group: CustomerGroup) => Word,
): Record<Word, number> {
  const counts = Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>;
  for (const group of groups) counts[wordOf(group)] += group.customers;
  return counts;
}

/**
 * What moved in each of the last 24 clock hours, oldest first, in one statement.
 * @param ownerId whose customers; null: everybody's
 */
async function readFlow(ownerId: string | null): Promise<FlowHour[]> {
  const { rows } = await pool.query<Omit<FlowHour, "hour"> & { hour: Date }>(FLOW, [ownerId]);
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

const hourOf = (time: string) => `date_bin(interval '1 h', ${time}, '2000-01-01Z'::timestamptz)`;
const FIRST_HOUR = `${hourOf("now()")} - interval '23 h'`;
const OWNED = `($1::uuid IS NULL OR customer_id IN (SELECT id FROM customer WHERE owner_id = $1))`;

// Both sides use the index of their time. A push is looked up an hour earlier than it is counted: it counts when
// Braze accepted it, and no call takes longer.
const FLOW = `
  WITH came AS (
    SELECT ${hourOf("received_at")} AS hour, sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded,
           sum(quarantined)::int AS quarantined
    FROM batch WHERE received_at >= ${FIRST_HOUR} AND ${OWNED}
    GROUP BY 1
  ), went AS (
    SELECT ${hourOf("finished_at")} AS hour, sum(adds)::int AS adds, sum(removes)::int AS removes
    FROM push
    WHERE started_at >= ${FIRST_HOUR} - interval '1 h' AND finished_at >= ${FIRST_HOUR} AND state = 'accepted'
      AND ${OWNED}
    GROUP BY 1
  )
  SELECT hour, COALESCE(accepted, 0) AS accepted, COALESCE(forwarded, 0) AS forwarded,
         COALESCE(quarantined, 0) AS quarantined, COALESCE(adds, 0) AS adds, COALESCE(removes, 0) AS removes
  FROM generate_series(${FIRST_HOUR}, now(), interval '1 h') AS hours (hour)
  LEFT JOIN came USING (hour) LEFT JOIN went USING (hour)
  ORDER BY hour`;
