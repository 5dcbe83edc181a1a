import { useQuery } from "@tanstack/react-query";
import { Archive, Inbox, Plug, SearchX } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { DateTime } from "@/components/format/time-ago";
import { isPruned } from "@/components/history/is-pruned";
import { Button, ButtonLink } from "@/components/ui/button";
import { DidYouMean } from "@/components/ui/did-you-mean";
import { EmptyState } from "@/components/ui/empty-state";
import type { EventSummary } from "@/lib/forwarding/events/summarize-events";
import { type EventFilters, hasFilters, similarIdentitiesRead } from "./reads";

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
  onIdentity: (identity: string) => void;
}) {
  const { customerId, filters, summary, keptDays, lookedBackTo, isLooking } = props;
  const { onLookBack, onClear, onIdentity } = props;
  const canChange = useCan("csm");
  const similar = filters.identity !== "" && (
    <SimilarIdentities customerId={customerId} identity={filters.identity} onChoose={onIdentity} />
  );
  const setup = <ButtonLink href={`/customers/${customerId}/setup`}>Open setup</ButtonLink>;

  if (summary?.sources.length === 0) {
    return (
      <EmptyState icon={Plug} title="No source yet" action={canChange && setup}>
        Events come from Braze through a source. Set one up and enter its URL in Braze.
      </EmptyState>
    );
  }
  if (summary?.sources.every((source) => source.lastReceivedAt === null)) {
    return (
      <EmptyState icon={Inbox} title="Nothing received yet" action={setup}>
        Braze has not sent any events. Check in Braze that the Current is launched and has the source’s URL,
        or simulate an event from onboarding.
      </EmptyState>
    );
  }
  if (lookedBackTo) {
    return (
      <EmptyState
        icon={SearchX}
        title="No matches yet"
        action={
          <>
            <Button isBusy={isLooking} onClick={onLookBack}>
              Search older events
            </Button>
            <Button tone="ghost" onClick={onClear}>
              Clear filters
            </Button>
          </>
        }
      >
        Searched events received since <DateTime value={lookedBackTo} />; there are older ones.
        {similar}
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
        Events are kept for {keptDays} days, and this time is further back. Only their counts remain: the
        history on the overview keeps them for two years.
      </EmptyState>
    );
  }
  if (filters.outcome === "pending") {
    return (
      <EmptyState
        icon={Inbox}
        title="Nothing queued"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        No queued events match these filters.
      </EmptyState>
    );
  }
  if (hasFilters(filters)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No events match these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Type, identity and event ID must match exactly, including upper and lower case.
        {similar}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Inbox} title="No event has been processed yet">
      Braze has sent events. Each appears here as soon as it has been processed.
    </EmptyState>
  );
}

function SimilarIdentities(props: {
  customerId: string;
  identity: string;
  onChoose: (identity: string) => void;
}) {
  const { customerId, identity, onChoose } = props;
  const { data } = useQuery(similarIdentitiesRead({ customerId }, { identity }).options);
  return <DidYouMean spellings={data?.items ?? []} onChoose={onChoose} />;
}
