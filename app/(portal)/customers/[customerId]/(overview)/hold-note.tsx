"use client";

import { Play } from "lucide-react";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { CountLink } from "@/components/ui/count-link";
import { Hydrating } from "@/components/ui/hydrating";
import type { DestinationOverview, SourceOverview } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";
import { pendingEvents, segmentsOf } from "./list-addresses";
import { usePause } from "./use-pause";

/** Says that a source is paused, since when and what it holds, and can resume it. */
export function SourceHoldNote(props: { customerId: string; source: SourceOverview; canChange: boolean }) {
  const { customerId, source, canChange } = props;
  const pause = usePause(customerId, { kind: "source", ...source });
  if (!source.pausedAt) return null;
  const { events, batches, oldestAt } = source.backlog;
  return (
    <HoldNote
      name={source.name}
      canChange={canChange}
      pausedAt={source.pausedAt}
      onResume={() => pause.mutate(false)}
      isBusy={pause.isPending}
    >
      {events === 0 ? (
        <>Nothing queued yet. Events from Braze are accepted and kept, but not forwarded.</>
      ) : (
        <>
          <strong className="font-semibold">
            <CountLink count={events} href={pendingEvents(customerId, source.id)}>
              {counted(events, "event")} queued
            </CountLink>{" "}
            in {counted(batches, "batch", "batches")}
          </strong>
          , oldest <TimeAgo value={oldestAt} />. Resuming forwards {events === 1 ? "it" : "them"}, oldest
          first.
        </>
      )}
    </HoldNote>
  );
}

/** Says that a destination is paused, since when and what is owed, and can resume it. */
export function DestinationHoldNote(props: {
  customerId: string;
  destination: DestinationOverview;
  canChange: boolean;
}) {
  const { customerId, destination, canChange } = props;
  const pause = usePause(customerId, { ...destination, kind: "destination" });
  if (!destination.pausedAt) return null;
  return (
    <HoldNote
      name={destination.name}
      canChange={canChange}
      pausedAt={destination.pausedAt}
      onResume={() => pause.mutate(false)}
      isBusy={pause.isPending}
    >
      {destination.owed === 0 ? (
        <>Nothing to sync yet. Updates from Heap are kept, and no sync runs.</>
      ) : (
        <>
          <strong className="font-semibold">
            <CountLink
              count={destination.owed}
              href={segmentsOf(customerId, { destinationId: destination.id, members: "owed" })}
            >
              {counted(destination.owed, "member")}
            </CountLink>
          </strong>{" "}
          to sync to Braze. Resuming syncs {destination.owed === 1 ? "it" : "them"} right away, except in
          segments that are off.
        </>
      )}
    </HoldNote>
  );
}

function HoldNote(props: {
  name: string;
  canChange: boolean;
  pausedAt: string;
  onResume: () => void;
  isBusy: boolean;
  children: React.ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-raised px-3 py-2.5">
      <Hydrating />
      <p className="min-w-0 flex-1 basis-60">
        Paused <TimeAgo value={props.pausedAt} />. {props.children}
      </p>
      {props.canChange && (
        <Button
          aria-label={`Resume ${props.name}`}
          size="small"
          icon={Play}
          onClick={props.onResume}
          isBusy={props.isBusy}
        >
          Resume
        </Button>
      )}
    </div>
  );
}
