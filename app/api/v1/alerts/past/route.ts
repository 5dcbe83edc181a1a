import { handle } from "@/app/api/v1/handle";
import { alertPage } from "@/lib/insight/alerts/alert-view";
import { listPastAlerts, pastAlertListInput } from "@/lib/insight/alerts/list-past-alerts";

export const GET = handle({
  summary: "List past alerts of all customers",
  description: "Alerts that have ended, latest first, as far back as they are kept (RETENTION_OUTCOME_DAYS).",
  role: "viewer",
  query: pastAlertListInput,
  answer: alertPage,
  run: (ctx, { query }) => listPastAlerts(ctx, query),
});
