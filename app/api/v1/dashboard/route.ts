import { handle } from "@/app/api/v1/handle";
import { dashboardInput, dashboardView } from "@/lib/dashboard/dashboard-view";
import { showDashboard } from "@/lib/dashboard/show";

export const GET = handle({
  summary: "Show the dashboard",
  role: "viewer",
  query: dashboardInput,
  answer: dashboardView,
  run: (ctx, { query }) => showDashboard(ctx, query),
});
