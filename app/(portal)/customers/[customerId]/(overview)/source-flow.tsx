"use client";

import { ArrowRightLeft, Mail, Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import { useCan } from "@/components/data/use-actor";
import { TimeAgo } from "@/components/format/time-ago";
import { Card } from "@/components/ui/card";
import { CountLink } from "@/components/ui/count-link";
import { StatusPill } from "@/components/ui/status-pill";
import type { HeapAppOverview, OverviewView, SourceOverview } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";
import { rateWords, sourceState } from "./flow-state";
import { HeapBudget } from "./heap-budget";
import { Lane, Station, Way } from "./lane";
import { pendingEvents } from "./list-addresses";
import { PauseButton } from "./pause-button";
import { SourceOverlap } from "./source-overlap";
import { SourceVolume } from "./source-volume";

// Only for what is paused.
const SourceHoldNote = dynamic(() => import("./hold-note").then((module) => module.SourceHoldNote), {
  loading: () => null,
});

const REGIONS = { us: "US", eu: "EU", sandbox: "Sandbox", sandbox_eu: "Sandbox, EU" } as const;

/** One source as a picture: from Braze through Tributary to Heap, with what moves now. */
export function SourceFlow(props: {
  customerId: string;
  source: SourceOverview;
  app: HeapAppOverview | undefined;
  state: OverviewView["state"];
  /** An alert above says that Heap does not know its identities. */
  isMismatchTold: boolean;
}) {
  const { customerId, source, app, state, isMismatchTold } = props;
  const canChange = useCan("csm");
  const { tone, words, link } = sourceState(source, app, state);
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {source.name}
          <StatusPill tone={tone}>{words}</StatusPill>
        </span>
      }
      actions={
        canChange &&
        state !== "archived" &&
        !source.pausedAt && <PauseButton customerId={customerId} thing={{ kind: "source", ...source }} />
      }
    >
      <div className="space-y-4">
        {source.pausedAt && (
          <SourceHoldNote
            canChange={canChange && state !== "archived"}
            customerId={customerId}
            source={source}
          />
        )}
        <Lane label={`${source.name}: from Braze to Heap`}>
          <Station icon={Mail} name="Braze" detail="Currents">
            <p>
              Last batch: <TimeAgo value={source.lastBatchAt} empty="none yet" />
            </p>
          </Station>
          <Way
            state={source.accepted.lastMinute > 0 ? "moving" : "still"}
            label="Accepted in the last minute"
            rate={`${source.accepted.lastMinute.toLocaleString("en-US")} / min`}
            detail={`${rateWords(source.accepted.perMinute)} / min over 1 h`}
          />
          <Station
            icon={ArrowRightLeft}
            name="Tributary"
            detail={
              source.pausedAt ? (
                "Paused"
              ) : (
                <CountLink count={source.backlog.events} href={pendingEvents(customerId, source.id)}>
                  {backlogTitle(source)}
                </CountLink>
              )
            }
          >
            {source.backlog.oldestAt && !source.pausedAt && (
              <p>
                Oldest received <TimeAgo value={source.backlog.oldestAt} />
              </p>
            )}
          </Station>
          <Way
            state={link}
            label="Forwarded in the last minute"
            rate={`${source.forwarded.lastMinute.toLocaleString("en-US")} / min`}
            detail={`${rateWords(source.forwarded.perMinute)} / min over 1 h`}
          />
          <Station icon={Waypoints} name="Heap" detail={app && `App ${app.appId} · ${REGIONS[app.region]}`}>
            <HeapAnswer call={source.lastDelivery} />
          </Station>
        </Lane>
        {app && !source.pausedAt && <HeapBudget app={app} />}
        <SourceOverlap
          isMismatchTold={isMismatchTold}
          customerId={customerId}
          sourceId={source.id}
          canChange={canChange && state !== "archived"}
        />
        <SourceVolume
          customerId={customerId}
          sourceId={source.id}
          canChange={canChange && state !== "archived"}
        />
      </div>
    </Card>
  );
}

function backlogTitle({ backlog: { events } }: SourceOverview): string {
  if (events === 0) return "Nothing queued";
  return `${counted(events, "event")} queued`;
}

function HeapAnswer({ call }: { call: SourceOverview["lastDelivery"] }) {
  if (!call) return <p className="text-ink-soft">No call yet</p>;
  const isAccepted = call.state === "accepted";
  return (
    <p className={isAccepted ? "" : "text-bad"}>
      {call.status === null ? "No response" : `Answered ${call.status}`} ·
      {!isAccepted && call.words && (
        <span className="line-clamp-2 [overflow-wrap:anywhere]">“{call.words}”</span>
      )}{" "}
      <TimeAgo value={call.finishedAt} />
    </p>
  );
}
