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
  const wish = alertListInput.safeParse(read.query());
  // The API answers a manipulated address: the screen says what it refuses.
  const firstPage = wish.success && !wish.data.customerId ? await listOpenAlerts({ actor }, wish.data) : null;
  return (
    <FirstPaint reads={[firstPage && read.paint(firstPage)]}>
      <Alerts />
    </FirstPaint>
  );
}
