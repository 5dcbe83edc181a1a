"use client";

import { ChevronRight, Inbox, UsersRound } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { useCan } from "@/components/data/use-actor";
import { useChecks } from "@/components/data/use-checks";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import type { OverviewView } from "@/lib/insight/overview/overview-view";
import type { HopsView } from "@/lib/insight/proven-hops/hops-view";
import { counted } from "@/lib/kernel/words";
import { DestinationFlow } from "./destination-flow";
import { EarlierAlerts } from "./earlier-alerts";
import { History } from "./history";
import { MuteNotices } from "./mute-notices";
import { OpenAlerts } from "./open-alerts";
import { SourceFlow } from "./source-flow";
import { LIVE_MS, useOverview } from "./use-overview";

// Folded once all hops are proven, and then loaded when it is opened.
const Checklist = dynamic(
  () => import("@/components/proven-hops/checklist").then((module) => module.Checklist),
  { loading: () => null },
);

/** Both flows of a customer, live: what needs attention, what moves now, what the day was like. */
export function Overview({ customerId }: { customerId: string }) {
  const query = useOverview(customerId, LIVE_MS);
  const { data } = query;
  return (
    <>
      <PageHeader
        title="Overview"
        live={<LiveState query={query} />}
        actions={
          data &&
          data.state !== "archived" && <MuteNotices customerId={customerId} mutedUntil={data.mutedUntil} />
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
      <OpenAlerts customerId={customerId} alerts={alerts} />
      <ProvenHops customerId={customerId} />
      <Direction title="Events: Braze to Heap">
        {sources.map((source) => (
          <SourceFlow
            key={source.id}
            customerId={customerId}
            source={source}
            app={heapApps.find(({ key }) => key === source.heapApp)}
            state={state}
            isMismatchTold={alerts.some(
              ({ kind, sourceId }) => kind === "identity_mismatch" && sourceId === source.id,
            )}
          />
        ))}
        {sources.length === 0 && (
          <EmptyState icon={Inbox} title="No source yet" action={<AddLink {...{ customerId, state }} />}>
            A source receives events from Braze Currents and forwards them to one Heap environment.
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
            A destination receives segments from Heap and keeps a Braze cohort or custom attribute in sync
            with each.
          </EmptyState>
        )}
      </Direction>
      {hasFlow && <History customerId={customerId} flow={flow} />}
      <EarlierAlerts customerId={customerId} />
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

/** The checklist of the hops: open while one is missing, folded once all are proven. Of one that fails an alert tells. */
function ProvenHops({ customerId }: { customerId: string }) {
  const { data } = useChecks(customerId);
  if (!data || data.all === 0) return null;
  // The key folds it when the last hop turns green; until then it stays as the reader left it.
  return <FoldedHops key={String(data.isAllProven)} customerId={customerId} hops={data} />;
}

function FoldedHops({ customerId, hops }: { customerId: string; hops: HopsView }) {
  const { proven, skipped, failed, all, isAllProven } = hops;
  const [isOpen, setOpen] = useState(!isAllProven);
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-lg border border-line bg-surface open:pb-4"
    >
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-4 py-3 hover:bg-raised">
        <ChevronRight
          aria-hidden="true"
          className="size-4 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <h2 className="font-semibold">Checks</h2>
        {/* Open, the list says the same. */}
        <span className="group-open:hidden">
          <StatusPill tone={failed > 0 ? "bad" : isAllProven ? "good" : "info"}>
            {failed > 0
              ? `${counted(failed, "check")} failed`
              : isAllProven && skipped === 0
                ? `All ${all} proven`
                : `${proven} of ${counted(all, "check")} proven${skipped > 0 ? `, ${skipped} skipped` : ""}`}
          </StatusPill>
        </span>
      </summary>
      <div className="px-4 pt-2">{isOpen && <Checklist customerId={customerId} />}</div>
    </details>
  );
}
