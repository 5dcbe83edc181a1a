"use client";

import { ArrowRightLeft, Mail, Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useCan } from "@/components/data/use-actor";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { Told } from "@/components/format/told";
import { Card } from "@/components/ui/card";
import { CountLink } from "@/components/ui/count-link";
import { Gauge } from "@/components/ui/gauge";
import { SyncStatePill } from "@/components/ui/state-pills";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationOverview, OverviewView } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";
import { BrazeBudget } from "./braze-budget";
import { destinationState, rateWords } from "./flow-state";
import { Lane, Station, Way } from "./lane";
import { type SegmentFilters, segmentsOf } from "./list-addresses";
import { PauseButton } from "./pause-button";

// Only for what is paused.
const DestinationHoldNote = dynamic(
  () => import("./hold-note").then((module) => module.DestinationHoldNote),
  { loading: () => null },
);

/** One destination as a picture: from Heap through Tributary to Braze, with what moves now. */
export function DestinationFlow(props: {
  customerId: string;
  destination: DestinationOverview;
  state: OverviewView["state"];
}) {
  const { customerId, destination, state } = props;
  const canChange = useCan("csm");
  const { tone, words, link } = destinationState(destination, state);
  const { segments, received, pushed } = destination;
  const all = segments.off + segments.manual + segments.recurring;
  const listed = (filters: SegmentFilters) =>
    segmentsOf(customerId, { destinationId: destination.id, ...filters });
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {destination.name}
          <StatusPill tone={tone}>{words}</StatusPill>
        </span>
      }
      actions={
        canChange &&
        state !== "archived" &&
        !destination.pausedAt && (
          <PauseButton customerId={customerId} thing={{ ...destination, kind: "destination" }} />
        )
      }
    >
      <div className="space-y-4">
        {destination.pausedAt && (
          <DestinationHoldNote
            canChange={canChange && state !== "archived"}
            customerId={customerId}
            destination={destination}
          />
        )}
        <Lane label={`${destination.name}: from Heap to Braze`}>
          <Station
            icon={Waypoints}
            name="Heap"
            detail={
              <CountLink count={all} href={listed({})}>
                {counted(all, "segment")}
              </CountLink>
            }
          >
            <p>
              Last update from Heap: <TimeAgo value={destination.lastPageAt} empty="none yet" />
            </p>
          </Station>
          <Way
            state={received.lastMinute > 0 ? "moving" : "still"}
            label="Adds and removes received in the last minute"
            rate={`${formatNumber(received.lastMinute)} / min`}
            detail={`${rateWords(received.perMinute)} / min over 1 h`}
          />
          <Station
            icon={ArrowRightLeft}
            name="Tributary"
            detail={`${counted(destination.wanted, "member")} in Heap`}
          >
            <p>
              <CountLink count={destination.owed} href={listed({ members: "owed" })}>
                {formatNumber(destination.owed)} to sync
              </CountLink>
              {destination.refused > 0 && (
                <>
                  {" · "}
                  <CountLink count={destination.refused} href={listed({ members: "refused" })}>
                    {formatNumber(destination.refused)} refused
                  </CountLink>
                </>
              )}
            </p>
          </Station>
          <Way
            state={link}
            label="Adds and removes sent in the last minute"
            rate={`${formatNumber(pushed.lastMinute)} / min`}
            detail={`${rateWords(pushed.perMinute)} / min over 1 h`}
          />
          <Station icon={Mail} name="Braze" detail={`Instance ${destination.brazeInstance}`}>
            <p>{counted(destination.sent, "member")} sent to Braze</p>
          </Station>
        </Lane>
        <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <LastSync customerId={customerId} destination={destination} />
          <div>
            <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 className="font-medium">Recurring segments</h3>
              <p className="text-xs text-ink-soft tabular-nums">
                <CountLink count={segments.recurring} href={listed({ mode: "recurring" })}>
                  {segments.recurring} of {destination.maxRecurring}
                </CountLink>
                {" · "}
                <CountLink count={segments.manual} href={listed({ mode: "manual" })}>
                  {segments.manual} manual
                </CountLink>
                {" · "}
                <CountLink count={segments.off} href={listed({ mode: "off" })}>
                  {segments.off} off
                </CountLink>
              </p>
            </div>
            <Gauge
              value={segments.recurring}
              max={destination.maxRecurring}
              label={`Recurring segments of ${destination.name}`}
              tone={segments.recurring >= destination.maxRecurring ? "wait" : "accent"}
            />
          </div>
          <BrazeBudget destination={destination} />
        </div>
      </div>
    </Card>
  );
}

function LastSync({ customerId, destination }: { customerId: string; destination: DestinationOverview }) {
  const { lastSync, nextSyncAt, runningSyncs } = destination;
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">Last sync</h3>
        <p className="text-xs text-ink-soft">
          {runningSyncs > 1 ? `${counted(runningSyncs, "sync")} under way` : <NextSync at={nextSyncAt} />}
        </p>
      </div>
      {lastSync ? (
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-soft">
          <SyncStatePill state={lastSync.state} />
          <Link
            href={`/customers/${customerId}/syncs/${lastSync.id}`}
            className="min-w-0 truncate py-1 font-medium text-ink underline decoration-line-strong hover:decoration-current"
          >
            {lastSync.segmentName}
          </Link>
          <TimeAgo value={lastSync.finishedAt ?? lastSync.requestedAt} />
        </p>
      ) : (
        <p className="mt-1 text-xs text-ink-soft">No sync has run yet.</p>
      )}
      {lastSync?.error && (
        <p className="mt-1 text-xs text-bad [overflow-wrap:anywhere]">
          <Told text={lastSync.error} />
        </p>
      )}
    </div>
  );
}

function NextSync({ at }: { at: string | null }) {
  if (at === null) return <>no sync scheduled</>;
  return (
    <>
      next <TimeAhead value={at} />
    </>
  );
}
