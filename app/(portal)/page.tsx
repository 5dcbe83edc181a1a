import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { showDashboard } from "@/lib/insight/dashboard/show-dashboard";
import { Dashboard } from "./dashboard/dashboard";

export const metadata: Metadata = { title: "Dashboard" };

/** What needs somebody, what moved in the last day, and how the customers are. */
export default async function DashboardPage({
  searchParams,
}: {
  searchParams: Promise<{ owner?: string | string[] }>;
}) {
  const ctx = { actor: await requirePageActor() };
  const owner = (await searchParams).owner === "me" ? "me" : "all";
  const view = await showDashboard(ctx, { owner });
  return (
    <FirstPaint data={[[["dashboard", owner], view]]}>
      <Dashboard />
    </FirstPaint>
  );
}
