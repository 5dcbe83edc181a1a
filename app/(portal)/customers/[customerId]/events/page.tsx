import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { eventListInput } from "@/lib/forwarding/events/event-input";
import { listEvents } from "@/lib/forwarding/events/list-events";
import { summarizeEvents } from "@/lib/forwarding/events/summarize-events";
import { readRetention } from "@/lib/privacy/retention/read-retention";
import { EventsScreen } from "./events-screen";
import { EVENT_FILTERS, eventList, eventSummaryRead } from "./reads";

export const metadata: Metadata = { title: "Events" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<SearchParams>;
}

/** A customer's events as they arrive, with their outcomes. */
export default async function EventsPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const filters = readFilters(EVENT_FILTERS, await searchParams);
  const actor = await requirePageActor();

  // Nonsensical filters are left to the API; the screen then shows the API's message.
  const read = eventList({ customerId }, filters);
  const input = eventListInput.safeParse(read.query());
  const [summary, page] = await orNotFound(
    Promise.all([
      summarizeEvents({ actor }, { customerId }),
      input.success ? listEvents({ actor }, { customerId, ...input.data }) : null,
    ]),
  );
  return (
    <FirstPaint reads={[eventSummaryRead({ customerId }).paint(summary), page && read.paint(page)]}>
      <EventsScreen customerId={customerId} keptDays={readRetention().outcomeDays} />
    </FirstPaint>
  );
}
