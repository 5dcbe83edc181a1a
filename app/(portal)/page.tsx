import type { Metadata } from "next";
import { DASHBOARD_FILTERS, dashboardHistoryRead, dashboardRead } from "@/app/(portal)/reads";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { HISTORY_FILTERS, shownRange, withLatestRange } from "@/components/history/history-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { dashboardInput, showDashboard } from "@/lib/insight/dashboard/show-dashboard";
import { dashboardHistoryInput, showDashboardHistory } from "@/lib/insight/dashboard/show-dashboard-history";
import { Dashboard } from "./dashboard/dashboard";

export const metadata: Metadata = { title: "Dashboard" };

/** What needs someone, what moved in the last day, and how the customers are doing. */
export default async function DashboardPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = { actor: await requirePageActor() };
  const params = await searchParams;
  const filters = readFilters(DASHBOARD_FILTERS, params);
  const read = dashboardRead({}, filters);
  const range = withLatestRange(readFilters(HISTORY_FILTERS, params));
  const pastRead = dashboardHistoryRead({}, { ...filters, ...range });
  const [view, past] = await Promise.all([
    showDashboard(ctx, dashboardInput.parse(read.query())),
    // The last day is in the dashboard itself.
    shownRange(range) === "24h"
      ? null
      : paintIfRead(() => showDashboardHistory(ctx, dashboardHistoryInput.parse(pastRead.query()))),
  ]);
  return (
    <FirstPaint reads={[read.paint(view), past && pastRead.paint(past)]}>
      <Dashboard />
    </FirstPaint>
  );
}
