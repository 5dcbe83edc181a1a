"use client";

import { Inbox, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { useCan } from "@/components/data/use-actor";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { OverviewView } from "@/lib/insight/overview/overview-view";
import { DayFlow } from "./day-flow";
import { DestinationFlow } from "./destination-flow";
import { MuteNotices } from "./mute-notices";
import { OpenAlerts } from "./open-alerts";
import { ProvenHops } from "./proven-hops";
import { SourceFlow } from "./source-flow";
import { LIVE_MS, useOverview } from "./use-overview";

/** Both flows of a customer, live: what needs attention, what moves now, what the day was like. */
export function Overview({ customerId }: { customerId: string }) {
  const query = useOverview(customerId, LIVE_MS);
  const { data } = query;
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          <>
            {data && data.state !== "archived" && (
              <MuteNotices customerId={customerId} mutedUntil={data.mutedUntil} />
            )}
            <LiveState query={query} />
          </>
        }
      />
      {data ? (
        <Flows customerId={customerId} overview={data} />
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows label="Loading the overview" />
      )}
    </>
  );
}

function Flows({ customerId, overview }: { customerId: string; overview: OverviewView }) {
  const { sources, destinations, heapApps, alerts, flow, state } = overview;
  const hasFlow = sources.length + destinations.length > 0;
  return (
    <div className="space-y-6">
      <OpenAlerts alerts={alerts} />
      <ProvenHops customerId={customerId} />
      <Direction title="Events: Braze to Heap">
        {sources.map((source) => (
          <SourceFlow
            key={source.id}
            customerId={customerId}
            source={source}
            app={heapApps.find(({ key }) => key === source.heapApp)}
            state={state}
          />
        ))}
        {sources.length === 0 && (
          <EmptyState icon={Inbox} title="No source yet" action={<AddLink {...{ customerId, state }} />}>
            A source takes events from Braze Currents and forwards them to one Heap environment.
          </EmptyState>
        )}
      </Direction>
      <Direction title="Segments: Heap to Braze">
        {destinations.map((destination) => (
          <DestinationFlow
            key={destination.id}
            customerId={customerId}
            destination={destination}
            state={state}
          />
        ))}
        {destinations.length === 0 && (
          <EmptyState
            icon={UsersRound}
            title="No destination yet"
            action={<AddLink {...{ customerId, state }} />}
          >
            A destination takes segments from Heap and keeps Braze cohorts of the same name equal to them.
          </EmptyState>
        )}
      </Direction>
      {hasFlow && <DayFlow customerId={customerId} flow={flow} />}
    </div>
  );
}

function Direction({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-3">
      <p aria-hidden="true" className="text-xs font-medium text-ink-soft">
        {title}
      </p>
      {children}
    </section>
  );
}

/** Where to set up what is missing: during onboarding in its steps, later in Setup. */
function AddLink({ customerId, state }: { customerId: string; state: OverviewView["state"] }) {
  const canChange = useCan("csm");
  if (!canChange || state === "archived") return null;
  return state === "onboarding" ? (
    <ButtonLink href={`/customers/${customerId}/onboarding`} tone="primary">
      Continue onboarding
    </ButtonLink>
  ) : (
    <ButtonLink href={`/customers/${customerId}/setup`} tone="primary">
      Add it in Setup
    </ButtonLink>
  );
}
