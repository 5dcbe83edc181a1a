import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { teamRead } from "@/components/data/setup-reads";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listPastAlerts, pastAlertListInput } from "@/lib/insight/alerts/list-past-alerts";
import { listUsers } from "@/lib/team/users/list-users";
import { PAST_ALERT_FILTERS, pastAlertList } from "../../reads";
import { PastAlerts } from "./past-alerts";

export const metadata: Metadata = { title: "Past alerts" };

/** Every alert that is over, latest first. */
export default async function PastAlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const read = pastAlertList({}, readFilters(PAST_ALERT_FILTERS, await searchParams));
  const wish = pastAlertListInput.safeParse(read.query());
  // The API answers a manipulated address: the screen says what it refuses.
  const [firstPage, team] = await Promise.all([
    wish.success && !wish.data.customerId ? listPastAlerts({ actor }, wish.data) : null,
    paintIfRead(() => listUsers({ actor }, { limit: teamRead.limit })),
  ]);
  return (
    <FirstPaint reads={[firstPage && read.paint(firstPage), team && teamRead({}).paint(team)]}>
      <PastAlerts />
    </FirstPaint>
  );
}
