import type { Metadata } from "next";
import { readFilters } from "@/app/(portal)/customers/[customerId]/segments/filters";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { eventListInput } from "@/lib/forwarding/events/event-view";
import { listEvents } from "@/lib/forwarding/events/list-events";
import { summarizeEvents } from "@/lib/forwarding/events/summarize-events";
import { EventsScreen } from "./events-screen";
import { EVENT_FILTERS, toEventQuery } from "./filters";

export const metadata: Metadata = { title: "Events" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A customer's events as they come in, and what became of each. */
export default async function EventsPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const filters = readFilters(EVENT_FILTERS, await searchParams);
  const actor = await requirePageActor();

  // Filters nobody can mean are left to the API, whose words the screen then shows.
  const input = eventListInput.safeParse(toEventQuery(filters, Date.now()));
  const [summary, page] = await orNotFound(
    Promise.all([
      summarizeEvents({ actor }, { customerId }),
      input.success ? listEvents({ actor }, { customerId, ...input.data }) : null,
    ]),
  );
  const key = ["customer", customerId, "events"];
  return (
    <FirstPaint data={[[[...key, "summary"], summary]]} pages={page ? [[[...key, filters], page]] : []}>
      <EventsScreen customerId={customerId} />
    </FirstPaint>
  );
}
