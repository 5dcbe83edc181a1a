import { updateAlerts } from "@/lib/insight/alerts/update-alerts";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** Every minute, and when somebody did what an alert asks for, brings the alerts in line with the facts of all customers. */
export const evaluateAlerts = inngest.createFunction(
  { id: "evaluate-alerts", triggers: [{ cron: "* * * * *" }, { event: EVENTS.alertsOutdated }], retries: 1 },
  ({ step }) => step.run("update", () => updateAlerts()),
);
