import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { teamRead } from "@/components/data/setup-reads";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { alertListInput, listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";
import { listUsers } from "@/lib/team/users/list-users";
import { ALERT_FILTERS, alertList } from "../reads";
import { Alerts } from "./alerts";

export const metadata: Metadata = { title: "Alerts" };

/** Every open alert, most urgent first. */
export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const read = alertList({}, readFilters(ALERT_FILTERS, await searchParams));
  const wish = alertListInput.safeParse(read.query());
  // The API answers a manipulated address: the screen says what it refuses.
  const [firstPage, team] = await Promise.all([
    wish.success && !wish.data.customerId ? listOpenAlerts({ actor }, wish.data) : null,
    paintIfRead(() => listUsers({ actor }, { limit: teamRead.limit })),
  ]);
  return (
    <FirstPaint reads={[firstPage && read.paint(firstPage), team && teamRead({}).paint(team)]}>
      <Alerts />
    </FirstPaint>
  );
}
