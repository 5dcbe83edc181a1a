"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { ModeControl } from "@/app/(portal)/customers/[customerId]/segments/mode-control";
import { SegmentActions } from "@/app/(portal)/customers/[customerId]/segments/segment-actions";
import { LastSync, NextSync } from "@/app/(portal)/customers/[customerId]/segments/segment-row";
import {
  BUSY_MS,
  IDLE_MS,
  isActive,
  useIsChanging,
} from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { identifierOf } from "@/app/(portal)/customers/[customerId]/segments/words";
import { formatNumber } from "@/components/format/format-number";
import { Card } from "@/components/ui/card";
import { CountLink } from "@/components/ui/count-link";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { ShownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { segmentRead } from "../../reads";
import { AttributeCard } from "./attribute-card";
import { DryRunCard } from "./dry-run-card";
import { History } from "./history";
import { MatchCard } from "./match-card";
import { Members } from "./members";
import { WhyMissing } from "./why-missing";

const IdentifierDialog = dynamic(
  () => import("../identifier-dialog").then((module) => module.IdentifierDialog),
  { ssr: false },
);

const ACKED = {
  cohort: "Accepted by Braze into the cohort",
  attribute: "Braze accepted the attribute as true",
} as const;

/** One segment, live: its counts, why users may be missing in Braze, and its members. */
export function SegmentScreen({ customerId, segmentId }: { customerId: string; segmentId: string }) {
  const isChanging = useIsChanging(customerId);
  const query = useQuery({
    ...segmentRead({ customerId, segmentId }).options,
    refetchInterval: ({ state }) => {
      if (isChanging) return false;
      return isActive(state.data?.lastSync ?? null) ? BUSY_MS : IDLE_MS;
    },
  });
  const [isIdentifying, setIdentifying] = useState(false);
  const segment = query.data;
  if (!segment && query.error) return <FailedState error={query.error} onRetry={() => query.refetch()} />;
  if (!segment) return <SkeletonRows label="Loading the segment" />;

  return (
    <>
      <Link
        href={`/customers/${customerId}/segments`}
        className="mb-2 inline-flex min-h-6 items-center gap-1 text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" /> All segments
      </Link>
      <PageHeader
        title={segment.name}
        description={<Description segment={segment} />}
        live={<LiveState query={query} />}
        actions={
          <SegmentActions
            segment={segment}
            destination={segment.destination}
            onIdentify={() => setIdentifying(true)}
          />
        }
      />
      {isIdentifying && (
        <IdentifierDialog
          segment={segment}
          destination={segment.destination}
          onClose={() => setIdentifying(false)}
        />
      )}
      <div className="grid gap-4">
        <Numbers segment={segment} />
        {segment.destination.kind === "attribute" && <AttributeCard segment={segment} />}
        <MatchCard segment={segment} />
        <WhyMissing segment={segment} />
        <History customerId={customerId} segmentId={segmentId} />
        <DryRunCard segment={segment} />
        <Members segment={segment} />
      </div>
    </>
  );
}

function Description({ segment }: { segment: ShownSegmentView }) {
  const { words, isOwn } = identifierOf(segment, segment.destination);
  return (
    <>
      {inBraze(segment)}, users by {words}
      {isOwn ? "" : ", same as the destination"} · Heap’s segment {segment.heapSegmentId}
    </>
  );
}

function inBraze({ destination, cohortName, attributeName }: ShownSegmentView): string {
  if (destination.kind === "cohort")
    return cohortName ? `Cohort “${cohortName}” in Braze` : "No cohort in Braze yet";
  return attributeName ? `Attribute ${attributeName} in Braze` : "No attribute in Braze yet";
}

function refusedBy({ refused, unfit }: ShownSegmentView): string {
  if (unfit === 0) return "Refused by Braze";
  return refused === unfit
    ? "Not sent: no valid email address or phone number"
    : `${formatNumber(unfit)} of them not sent: no valid email address or phone number`;
}

function Numbers({ segment }: { segment: ShownSegmentView }) {
  const counts = [
    ["In Heap", segment.wanted, "In the segment, according to Heap", "in"],
    ["Sent to Braze", segment.acked, ACKED[segment.destination.kind], null],
    ["To sync", segment.owed, "Changes not yet accepted by Braze", "owed"],
    ["Refused", segment.refused, refusedBy(segment), "refused"],
  ] as const;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        {counts.map(([label, value, meaning, standing]) => (
          <div key={label}>
            <dt className="text-ink-soft">{label}</dt>
            <dd className="text-xl font-semibold tracking-tight tabular-nums">
              {standing ? (
                <CountLink count={value} href={`?standing=${standing}#members`}>
                  {formatNumber(value)}
                </CountLink>
              ) : (
                formatNumber(value)
              )}
            </dd>
            <dd className="text-xs text-ink-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
      <dl className="mt-4 grid gap-x-6 gap-y-4 border-t border-line pt-4 sm:grid-cols-4">
        <div className="sm:col-span-2">
          <dt className="mb-1 text-ink-soft">Mode</dt>
          <dd>
            <ModeControl segment={segment} destination={segment.destination} />
          </dd>
        </div>
        <div>
          <dt className="mb-1 text-ink-soft">Last sync</dt>
          <dd>
            <LastSync segment={segment} />
          </dd>
        </div>
        <div>
          <dt className="mb-1 text-ink-soft">Next sync</dt>
          <dd>
            <NextSync segment={segment} destination={segment.destination} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}
