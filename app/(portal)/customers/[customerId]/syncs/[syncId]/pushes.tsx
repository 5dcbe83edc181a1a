"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { BUSY_MS, isActive } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { SyncDuration } from "@/app/(portal)/customers/[customerId]/syncs/sync-duration";
import { formatNumber } from "@/components/format/format-number";
import { DateTime } from "@/components/format/time-ago";
import { ZoneName } from "@/components/format/zone";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PushView, SyncView } from "@/lib/cohorts/syncs/sync-view";
import { pushList } from "../../reads";

const STATES = {
  sending: { tone: "info", label: "Sending", meaning: "No response yet" },
  accepted: { tone: "good", label: "Accepted", meaning: "Braze accepted the whole call" },
  refused: {
    tone: "bad",
    label: "Refused",
    meaning: "One member made Braze refuse the whole call, so the call is split until that member is found",
  },
  failed: { tone: "wait", label: "Failed", meaning: "Retried after a wait" },
} as const;

/** A sync's calls to Braze, newest first. */
export function Pushes({ sync }: { sync: SyncView }) {
  const query = useInfiniteQuery({
    ...pushList({ customerId: sync.customerId, syncId: sync.id }, { syncState: sync.state }).options,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const isSending = state.data?.pages[0]?.items.some((push) => push.state === "sending");
      return isActive(sync) || isSending ? BUSY_MS : false;
    },
  });
  const pushes = query.data?.pages.flatMap((page) => page.items);

  return (
    <section aria-labelledby="pushes-title" className="min-w-0">
      <h2 id="pushes-title" className="mb-2 font-semibold">
        Calls to Braze
      </h2>
      {pushes === undefined && query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : pushes === undefined ? (
        <SkeletonRows label="Loading calls" />
      ) : pushes.length === 0 ? (
        <p className="text-ink-soft">
          {isActive(sync) ? "No calls to Braze yet." : "It made no calls to Braze about members."}
        </p>
      ) : (
        <>
          <PushTable pushes={pushes} />
          <LoadMore query={query} />
        </>
      )}
    </section>
  );
}

function PushTable({ pushes }: { pushes: readonly PushView[] }) {
  return (
    <Table label="Calls to Braze, newest first">
      <thead>
        <tr>
          <Th>
            Started (<ZoneName />)
          </Th>
          <Th>State</Th>
          <Th isNumber>Adds</Th>
          <Th isNumber>Removes</Th>
          <Th isNumber>Status</Th>
          <Th isNumber>Duration</Th>
          <Th>Braze response</Th>
        </tr>
      </thead>
      <tbody>
        {pushes.map((push) => (
          <Tr key={push.id} className="align-top">
            <Td>
              <DateTime value={push.startedAt} isZoneAbove withSeconds />
            </Td>
            <Td>
              <span title={STATES[push.state].meaning}>
                <StatusPill tone={STATES[push.state].tone}>{STATES[push.state].label}</StatusPill>
              </span>
            </Td>
            <Td isNumber>{formatNumber(push.adds)}</Td>
            <Td isNumber>{formatNumber(push.removes)}</Td>
            <Td isNumber>{push.status ?? <span className="text-ink-soft">none</span>}</Td>
            <Td isNumber>
              <SyncDuration startedAt={push.startedAt} finishedAt={push.finishedAt} />
            </Td>
            <Td className="min-w-60 [overflow-wrap:anywhere]">{push.words}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
