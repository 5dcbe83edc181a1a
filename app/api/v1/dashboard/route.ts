import { handle } from "@/app/api/v1/handle";
import { dashboardView } from "@/lib/insight/dashboard/dashboard-view";
import { dashboardInput, showDashboard } from "@/lib/insight/dashboard/show-dashboard";

export const GET = handle({
  summary: "Show the dashboard",
  role: "viewer",
  query: dashboardInput,
  answer: dashboardView,
  run: (ctx, { query }) => showDashboard(ctx, query),
});
