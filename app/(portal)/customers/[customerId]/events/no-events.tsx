import { Archive, Inbox, Plug, SearchX } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { DateTime } from "@/components/format/time-ago";
import { isPruned } from "@/components/history/is-pruned";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { EventSummary } from "@/lib/forwarding/events/summarize-events";
import { type EventFilters, hasFilters } from "./reads";

/** Why there is no event to show, and what to do. */
export function NoEvents(props: {
  customerId: string;
  filters: EventFilters;
  summary: EventSummary | undefined;
  keptDays: number;
  /** How far the search went, if there is more behind. */
  lookedBackTo: string | null;
  isLooking: boolean;
  onLookBack: () => void;
  onClear: () => void;
}) {
  const { customerId, filters, summary, keptDays, lookedBackTo, isLooking, onLookBack, onClear } = props;
  const canChange = useCan("csm");
  const setup = <ButtonLink href={`/customers/${customerId}/setup`}>Open setup</ButtonLink>;

  if (summary?.sources.length === 0) {
    return (
      <EmptyState icon={Plug} title="No source yet" action={canChange && setup}>
        Events come from Braze through a source. Once one is set up, Braze gets its URL and posts here.
      </EmptyState>
    );
  }
  if (summary?.sources.every((source) => source.lastReceivedAt === null)) {
    return (
      <EmptyState icon={Inbox} title="Nothing received yet" action={setup}>
        Braze has not posted any event. Check in Braze that the Current is launched and has the source's URL,
        or simulate an event from the setup page.
      </EmptyState>
    );
  }
  if (lookedBackTo) {
    return (
      <EmptyState
        icon={SearchX}
        title="No event fits so far"
        action={
          <>
            <Button isBusy={isLooking} onClick={onLookBack}>
              Look further back
            </Button>
            <Button tone="ghost" onClick={onClear}>
              Clear filters
            </Button>
          </>
        }
      >
        Looked at the events received since <DateTime value={lookedBackTo} />; there are more before.
      </EmptyState>
    );
  }
  if (isPruned(filters.to, keptDays, Date.now())) {
    return (
      <EmptyState
        icon={Archive}
        title="These events are no longer stored"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Events are kept for {keptDays} days, and this time is further back. Only their numbers are left: the
        history on the overview has them for two years.
      </EmptyState>
    );
  }
  if (filters.outcome === "pending") {
    return (
      <EmptyState
        icon={Inbox}
        title="Nothing waits"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        No event that fits these filters waits for its outcome.
      </EmptyState>
    );
  }
  if (hasFilters(filters)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No event fits these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Type, identity and event ID are compared exactly, upper and lower case included.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Inbox} title="No event has an outcome yet">
      Braze has posted events. They show up here as soon as they are sent, or it is decided that they are not.
    </EmptyState>
  );
}
