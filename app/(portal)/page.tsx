import type { Metadata } from "next";
import { DASHBOARD_FILTERS, dashboardRead } from "@/app/(portal)/reads";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { dashboardInput, showDashboard } from "@/lib/insight/dashboard/show-dashboard";
import { Dashboard } from "./dashboard/dashboard";

export const metadata: Metadata = { title: "Dashboard" };

/** What needs someone, what moved in the last day, and how the customers are doing. */
export default async function DashboardPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = { actor: await requirePageActor() };
  const read = dashboardRead({}, readFilters(DASHBOARD_FILTERS, await searchParams));
  const view = await showDashboard(ctx, dashboardInput.parse(read.query()));
  return (
    <FirstPaint reads={[read.paint(view)]}>
      <Dashboard />
    </FirstPaint>
  );
}
