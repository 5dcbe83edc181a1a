import { updateAlerts } from "@/lib/insight/alerts/update-alerts";
import { inngest } from "../client";

/** Every minute brings the alerts in line with the facts of all customers. */
export const evaluateAlerts = inngest.createFunction(
  { id: "evaluate-alerts", triggers: [{ cron: "* * * * *" }], retries: 1 },
  ({ step }) => step.run("update", () => updateAlerts()),
);
