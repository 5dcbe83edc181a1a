import { z } from "zod";
import { alertView } from "@/lib/insight/alerts/alert-view";
import { healthView, healthWord } from "@/lib/insight/health/health-rule";
import { CustomerState } from "@/prisma/generated/enums";

/** Whose customers: the caller's own, or everybody's. */
export const dashboardInput = z.strictObject({ owner: z.enum(["me", "all"]).default("all") });

export type DashboardInput = z.input<typeof dashboardInput>;

const count = z.int().min(0);

const unwellCustomer = z.strictObject({ id: z.uuid(), name: z.string(), ...healthView.shape });

/** What moved in one hour: events by the hour their batch was received in, members by the hour Braze accepted them in. */
const flowHour = z.strictObject({
  hour: z.iso.datetime(),
  accepted: count,
  forwarded: count,
  quarantined: count,
  adds: count,
  removes: count,
});

export const dashboardView = z
  .strictObject({
    /** The most urgent open alerts; `openAlerts` counts all of them. */
    alerts: z.array(alertView),
    openAlerts: count,
    /** Customers that are failing or need attention without an alert saying so, most urgent first; and their number. */
    unwell: z.array(unwellCustomer),
    unwellCustomers: count,
    /** The last 24 clock hours, oldest first, hours without anything too; the last one is not over yet. */
    flow: z.array(flowHour),
    /** How many customers are in each state; archived ones count nowhere else. */
    states: z.record(z.enum(CustomerState), count),
    health: z.record(healthWord, count),
    totals: z.strictObject({
      customers: count,
      /** Of the last 24 hours, as in `flow`. */
      accepted: count,
      forwarded: count,
      quarantined: count,
      adds: count,
      removes: count,
      /** Now: events without an outcome, and members that Braze has still to be told about. */
      pending: count,
      owed: count,
    }),
  })
  .meta({ id: "Dashboard" });

export type DashboardView = z.infer<typeof dashboardView>;
export type FlowHour = z.infer<typeof flowHour>;
