import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";
import { Alerts } from "./alerts";
import { ALERT_FILTERS, alertList } from "./reads";

export const metadata: Metadata = { title: "Alerts" };

/** Every open alert, most urgent first. */
export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const filters = readFilters(ALERT_FILTERS, await searchParams);
  const ownerId = filters.owner === "me" ? "me" : undefined;
  const firstPage = await listOpenAlerts({ actor }, { ownerId, limit: alertList.limit });
  return (
    <FirstPaint reads={[alertList({}, filters).paint(firstPage)]}>
      <Alerts />
    </FirstPaint>
  );
}
