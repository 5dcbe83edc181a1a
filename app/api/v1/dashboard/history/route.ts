import { handle } from "@/app/api/v1/handle";
import { dashboardHistoryView } from "@/lib/insight/dashboard/dashboard-history-view";
import { dashboardHistoryInput, showDashboardHistory } from "@/lib/insight/dashboard/show-dashboard-history";

export const GET = handle({
  summary: "Show what moved for all customers in a range of days",
  role: "viewer",
  query: dashboardHistoryInput,
  answer: dashboardHistoryView,
  run: (ctx, { query }) => showDashboardHistory(ctx, query),
});
