import { updateAlerts } from "@/lib/insight/alerts/update-alerts";
import { inngest } from "../client";
import { EVENTS } from "../events";

/**
 * Brings the alerts in line with the facts: every minute those of all customers, and at once those of a customer where somebody
 * did what an alert asks for.
 */
export const evaluateAlerts = inngest.createFunction(
  { id: "evaluate-alerts", triggers: [{ cron: "* * * * *" }, { event: EVENTS.alertsOutdated }], retries: 1 },
  ({ event, step }) => {
    // What the clock sends names no customer.
    const { customerId } = (event.data ?? {}) as { customerId?: string };
    return step.run("update", () => updateAlerts(customerId ?? null));
  },
);
