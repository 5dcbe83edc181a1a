import { z } from "zod";
import { alertView } from "@/lib/insight/alerts/alert-view";
import { healthView, healthWord } from "@/lib/insight/health/health-rule";
import { CustomerState } from "@/prisma/generated/enums";

const count = z.int().min(0);

const unwellCustomer = z.strictObject({ id: z.uuid(), name: z.string(), ...healthView.shape });

/**
 * What moved in one hour: events by the hour in which their batch was received, members by the hour in which Braze
 * accepted them.
 */
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
    /** Whether the functions ran in the last two minutes; while they are stopped nothing flows for any customer. */
    functions: z.enum(["running", "stopped"]),
    /** The most urgent open alerts; `openAlerts` counts all of them. Neither has those that are snoozed. */
    alerts: z.array(alertView),
    openAlerts: count,
    /**
     * Customers that are failing or need attention but have no alert that says so, most urgent first; and how many
     * there are.
     */
    unwell: z.array(unwellCustomer),
    unwellCustomers: count,
    /** The last 24 clock hours, oldest first, including empty ones; the last one is not over yet. */
    flow: z.array(flowHour),
    /** How many customers are in each state; archived ones are counted only here. */
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
      /** Now: events without an outcome, and members that Braze has not been told about yet. */
      pending: count,
      owed: count,
    }),
  })
  .meta({ id: "Dashboard" });

export type DashboardView = z.infer<typeof dashboardView>;
export type FlowHour = z.infer<typeof flowHour>;
