import { handle } from "@/app/api/v1/handle";
import { countCriticalAlerts, criticalCountView } from "@/lib/insight/alerts/count-critical-alerts";

export const GET = handle({
  summary: "Count open critical alerts",
  description: "Those that make a customer fail and are not snoozed; 100 means 100 or more.",
  role: "viewer",
  answer: criticalCountView,
  run: (ctx) => countCriticalAlerts(ctx),
});
