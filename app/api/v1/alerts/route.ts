import { handle } from "@/app/api/v1/handle";
import { alertPage } from "@/lib/insight/alerts/alert-view";
import { alertListInput, listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";

export const GET = handle({
  summary: "List open alerts of all customers",
  role: "viewer",
  query: alertListInput,
  answer: alertPage,
  run: (ctx, { query }) => listOpenAlerts(ctx, query),
});
