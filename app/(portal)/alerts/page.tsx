import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { alertListInput, listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";
import { ALERT_FILTERS, alertList } from "../reads";
import { Alerts } from "./alerts";

export const metadata: Metadata = { title: "Alerts" };

/** Every open alert, most urgent first. */
export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const read = alertList({}, readFilters(ALERT_FILTERS, await searchParams));
  const firstPage = await listOpenAlerts({ actor }, alertListInput.parse(read.query()));
  return (
    <FirstPaint reads={[read.paint(firstPage)]}>
      <Alerts />
    </FirstPaint>
  );
}
