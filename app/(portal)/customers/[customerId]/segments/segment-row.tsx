"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { memo, type ReactNode, useState } from "react";
import { SyncProgress } from "@/app/(portal)/customers/[customerId]/syncs/sync-progress";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { CountLink } from "@/components/ui/count-link";
import { SyncStatePill } from "@/components/ui/state-pills";
import { Td, Tr } from "@/components/ui/table";
import type { SegmentDestinationView, SegmentView } from "@/lib/cohorts/segments/segment-view";
import { MatchShare } from "./[segmentId]/match-share";
import { ModeControl } from "./mode-control";
import { SegmentActions } from "./segment-actions";
import { isActive } from "./use-segments";
import { identifierOf } from "./words";

const IdentifierDialog = dynamic(
  () => import("./identifier-dialog").then((module) => module.IdentifierDialog),
  { ssr: false },
);

interface Props {
  segment: SegmentView;
  destination: SegmentDestinationView | undefined;
  /** The customer has more than one, so each row names its own. */
  showsDestination: boolean;
}

/**
 * One segment: a row of the table on a wide screen, a card of labelled values on a narrow one. Of hundreds, only
 * those that changed are rendered again.
 */
export const SegmentRow = memo(function SegmentRow({ segment, destination, showsDestination }: Props) {
  const [isIdentifying, setIdentifying] = useState(false);
  const base = `/customers/${segment.customerId}/segments/${segment.id}`;

  return (
    <Tr className="grid grid-cols-4 gap-y-2 px-1 py-3 align-top xl:table-row xl:p-0">
      <th scope="row" className="col-span-full px-3 text-left font-normal xl:min-w-60 xl:py-2.5 xl:pl-4">
        <Link
          href={base}
          title={segment.name}
          className="tappable line-clamp-2 font-medium [overflow-wrap:anywhere] hover:underline xl:max-w-72"
        >
          {segment.name}
        </Link>
        <p className="text-xs text-ink-soft [overflow-wrap:anywhere]">
          {inBrazeWords(segment, destination)} ·{" "}
          <IdentifierWords segment={segment} destination={destination} />
          {showsDestination && destination && <> · {destination.name}</>}
          {segment.lastMatch && (
            <>
              {" · "}
              <MatchShare match={segment.lastMatch} isOutdated={segment.lastMatch.isOutdated} />
            </>
          )}
        </p>
      </th>
      <Cell label="Mode" className="col-span-full">
        <ModeControl segment={segment} destination={destination} />
      </Cell>
      <Count label="In Heap" value={segment.wanted} />
      <Count label="Sent to Braze" value={segment.acked} />
      <Count label="To sync" value={segment.owed} href={`${base}?standing=owed`} />
      <Count label="Refused" value={segment.refused} tone="text-bad" href={`${base}?standing=refused`} />
      <Cell label="Last sync" className="col-span-full sm:col-span-2">
        <LastSync segment={segment} />
      </Cell>
      <Cell label="Next sync" className="col-span-2 sm:col-span-1">
        <NextSync segment={segment} destination={destination} />
      </Cell>
      <Td className="col-span-2 flex justify-end sm:col-span-1 xl:table-cell">
        <SegmentActions segment={segment} destination={destination} onIdentify={() => setIdentifying(true)} />
        {isIdentifying && (
          <IdentifierDialog
            segment={segment}
            destination={destination}
            onClose={() => setIdentifying(false)}
          />
        )}
      </Td>
    </Tr>
  );
});

function inBrazeWords(
  { name, cohortName, attributeName }: SegmentView,
  destination: SegmentDestinationView | undefined,
): string {
  if (destination?.kind === "attribute")
    return attributeName ? `Attribute ${attributeName}` : "No attribute yet";
  if (cohortName === name) return "Cohort of the same name";
  return cohortName === null ? "No cohort yet" : `Cohort “${cohortName}”, renamed with the next sync`;
}

function IdentifierWords({ segment, destination }: Pick<Props, "segment" | "destination">) {
  const { words, isOwn } = identifierOf(segment, destination);
  return <span title={isOwn ? "Set for this segment" : "Same as the destination"}>by {words}</span>;
}

/** The newest sync: how it ended, or how far it has got. */
export function LastSync({ segment }: { segment: SegmentView }) {
  const { lastSync: sync } = segment;
  if (!sync) return <span className="text-ink-soft">Never synced</span>;

  const href = `/customers/${segment.customerId}/syncs/${sync.id}`;
  if (isActive(sync)) {
    return (
      <Link href={href} className="block max-w-64">
        <SyncProgress sync={sync} />
      </Link>
    );
  }
  return (
    <Link href={href} className="inline-flex flex-col gap-0.5 hover:underline">
      <SyncStatePill state={sync.state} />
      <span className="text-xs text-ink-soft">
        <TimeAgo value={sync.finishedAt ?? sync.requestedAt} />
      </span>
    </Link>
  );
}

/** When a recurring segment is synced next. */
export function NextSync({ segment, destination }: Pick<Props, "segment" | "destination">) {
  if (segment.nextSyncAt === null) {
    return segment.mode === "off" ? (
      <span className="text-ink-soft">None</span>
    ) : (
      <span
        className="whitespace-nowrap text-ink-soft"
        title="When Heap reports a change, or when someone presses Sync now"
      >
        On a change
      </span>
    );
  }
  if (destination?.blockedBy?.endsWith("paused"))
    return <span className="text-ink-soft">After the pause</span>;
  return <TimeAhead value={segment.nextSyncAt} />;
}

/** A labelled cell: the label is above it while the row is a card. */
function Cell(props: { label: string; className: string; children: ReactNode }) {
  return (
    <Td className={`py-0! pl-3! xl:py-2.5! ${props.className}`}>
      <span className="block text-xs text-ink-soft xl:hidden" aria-hidden="true">
        {props.label}
      </span>
      {props.children}
    </Td>
  );
}

function Count(props: { label: string; value: number; tone?: string; href?: string }) {
  const { label, value, tone, href } = props;
  const ink = value === 0 ? "text-ink-soft" : tone ? `font-medium ${tone}` : "";
  return (
    <Td className={`py-0! pl-3! tabular-nums xl:py-2.5! xl:text-right ${ink}`}>
      <span className="block text-xs font-normal text-ink-soft xl:hidden" aria-hidden="true">
        {label}
      </span>
      {href && value > 0 ? (
        <CountLink count={value} href={href}>
          {formatNumber(value)}
          <span className="sr-only"> {label.toLowerCase()}: see who</span>
        </CountLink>
      ) : (
        formatNumber(value)
      )}
    </Td>
  );
}
