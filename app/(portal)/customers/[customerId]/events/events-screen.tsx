"use client";

import { ArrowUp, Pause, Play, RotateCcw } from "lucide-react";
import { type ComponentProps, type RefObject, useEffect, useRef, useState } from "react";
import { urlOf } from "@/components/data/address";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { DateTime } from "@/components/format/time-ago";
import { Button, ButtonLink, DownloadLink } from "@/components/ui/button";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EventDrawer } from "./event-drawer";
import { EventFilterBar } from "./event-filters";
import { readEventKey, toEventKey } from "./event-key";
import { EVENT_TABLE_ID, EventTable, focusEvent } from "./event-table";
import { IdentityChanges } from "./identity-changes";
import { NoEvents } from "./no-events";
import { EVENT_FILTERS, type EventFilters, isOpenEnded, NO_EVENT_FILTERS, toEventQuery } from "./reads";
import { toReplayQuery } from "./replay/reads";
import { useEventSummary, useEvents } from "./use-events";
import { WaitingNote } from "./waiting-note";

const EVENTS_CSV = "/api/v1/customers/[customerId]/events.csv";

/**
 * A customer's events with their outcomes, live; one of them opens in a side panel.
 * @param keptDays how long an event is stored
 */
export function EventsScreen({ customerId, keptDays }: { customerId: string; keptDays: number }) {
  const [{ event: openKey, ...filters }, setUrl] = useUrlFilters([...EVENT_FILTERS, "event"]);
  const isCsm = useCan("csm");
  const [isPaused, setPaused] = useState(false);
  const [topRef, isAtTop] = useIsInView();

  const isLive = !isPaused && isOpenEnded(filters);
  const isFollowing = isLive && isAtTop && openKey === "";
  const { list, liveQuery, newCount, isMore, showNew } = useEvents(customerId, filters, {
    isLive,
    isFollowing,
  });
  const summary = useEventSummary(customerId).data;

  const events = list.data?.pages.flatMap((page) => page.items) ?? [];
  const lookedBackTo = list.data?.pages.at(-1)?.lookedBackTo ?? null;
  const setFilters = (change: Partial<EventFilters>) => setUrl({ ...change, event: "" });

  const openRef = readEventKey(openKey);
  const place = events.findIndex((event) => toEventKey(event) === openKey);
  const stepTo = (step: -1 | 1) => {
    const next = place < 0 ? undefined : events[place + step];
    return next ? () => setUrl({ event: toEventKey(next) }) : null;
  };

  return (
    <>
      {events.length > 0 && (
        <a
          href={`#${EVENT_TABLE_ID}`}
          className="sr-only focus:not-sr-only focus:mb-3 focus:inline-block focus:rounded-md focus:bg-surface focus:px-3 focus:py-1.5"
        >
          Skip to the table of events
        </a>
      )}
      <PageHeader
        title="Events"
        live={<Live isPast={!isOpenEnded(filters)} isPaused={isPaused} query={liveQuery} />}
        description="What Braze posted, and what became of each event on its way to Heap."
        actions={
          <>
            {isCsm && (
              <DownloadLink
                size="small"
                href={urlOf(EVENTS_CSV, { customerId })}
                onClick={({ currentTarget }) => {
                  // A range that ends now is counted back from the click.
                  currentTarget.href = urlOf(EVENTS_CSV, { customerId }, toEventQuery(filters, Date.now()));
                }}
              >
                Download CSV
              </DownloadLink>
            )}
            <ButtonLink size="small" href={`/customers/${customerId}/events/issues`}>
              Quarantined by cause
            </ButtonLink>
            {isOpenEnded(filters) && (
              <>
                <ButtonLink
                  size="small"
                  icon={RotateCcw}
                  href={`/customers/${customerId}/events/replay${toReplayQuery(filters)}`}
                >
                  Replay…
                </ButtonLink>
                <Button size="small" icon={isPaused ? Play : Pause} onClick={() => setPaused(!isPaused)}>
                  {isPaused ? "Resume live" : "Pause live"}
                </Button>
              </>
            )}
          </>
        }
      />
      <EventFilterBar filters={filters} summary={summary} onChange={setFilters} />
      {summary && filters.outcome !== "pending" && (
        <WaitingNote
          summary={summary}
          onShow={() => setFilters({ ...NO_EVENT_FILTERS, outcome: "pending" })}
        />
      )}
      {filters.identity !== "" && (
        <IdentityChanges
          customerId={customerId}
          identity={filters.identity}
          onShow={(identity) => setFilters({ ...NO_EVENT_FILTERS, identity })}
        />
      )}
      <div ref={topRef} />
      {newCount > 0 && !isFollowing && (
        <div className="sticky top-16 z-20 xl:top-24 mb-3 flex justify-center">
          <Button
            tone="primary"
            size="small"
            icon={ArrowUp}
            onClick={() => {
              showNew();
              topRef.current?.scrollIntoView({ block: "center" });
            }}
          >
            {isMore
              ? `${newCount} or more new events`
              : newCount === 1
                ? "1 new event"
                : `${newCount} new events`}
          </Button>
        </div>
      )}
      {list.data === undefined ? (
        list.error ? (
          <FailedState error={list.error} onRetry={() => list.refetch()} />
        ) : (
          <SkeletonRows rows={8} label="Loading events" />
        )
      ) : events.length === 0 ? (
        <NoEvents
          customerId={customerId}
          filters={filters}
          summary={summary}
          keptDays={keptDays}
          lookedBackTo={lookedBackTo}
          isLooking={list.isFetchingNextPage}
          onLookBack={() => list.fetchNextPage()}
          onClear={() => setFilters(NO_EVENT_FILTERS)}
          onIdentity={(identity) => setFilters({ identity })}
        />
      ) : (
        <>
          <EventTable
            events={events}
            openKey={openKey}
            onOpen={(event) => setUrl({ event: toEventKey(event) })}
          />
          {lookedBackTo ? (
            <div className="mt-4 flex flex-wrap items-center gap-3">
              <Button isBusy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                Search older events
              </Button>
              <p className="text-ink-soft">
                Searched events received since <DateTime value={lookedBackTo} />.
              </p>
            </div>
          ) : (
            <LoadMore query={list} />
          )}
        </>
      )}
      {openRef && (
        <EventDrawer
          customerId={customerId}
          event={openRef}
          onStep={{ [-1]: stepTo(-1), 1: stepTo(1) }}
          onFilter={(change) => setFilters({ ...NO_EVENT_FILTERS, ...change })}
          onShow={(event) => setUrl({ event: toEventKey(event) })}
          onClose={() => setUrl({ event: "" })}
          onReturnFocus={() => focusEvent(openKey)}
        />
      )}
    </>
  );
}

/** Whether an element is within the window; true until known. */
function useIsInView(): [RefObject<HTMLDivElement | null>, boolean] {
  const ref = useRef<HTMLDivElement>(null);
  const [isInView, setInView] = useState(true);

  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting ?? true));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);

  return [ref, isInView];
}

function Live(props: {
  isPast: boolean;
  isPaused: boolean;
  query: ComponentProps<typeof LiveState>["query"];
}) {
  if (props.isPast) return <p className="text-xs text-ink-soft">Past time range, not live.</p>;
  if (props.isPaused) return <p className="text-xs text-ink-soft">Paused</p>;
  return <LiveState query={props.query} />;
}
