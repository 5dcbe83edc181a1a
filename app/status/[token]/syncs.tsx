import { formatNumber } from "@/components/format-number";
import { SyncStatePill } from "@/components/state-pills";
import { Table, Td, Th, Tr } from "@/components/table";
import { TimeAgo } from "@/components/time-ago";
import type { StatusSync } from "@/lib/status/status-view";

const REASONS: Record<StatusSync["trigger"], string> = {
  delta: "Heap reported a change",
  manual: "Sync now",
  recurring: "Every 4 hours",
  resync: "Everybody sent again",
};

/** The last syncs: when, why, and what came of them. */
export function Syncs({ syncs }: { syncs: readonly StatusSync[] }) {
  return (
    <section aria-labelledby="syncs">
      <h2 id="syncs" className="mb-2 font-semibold">
        Sync history
      </h2>
      {syncs.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-5 text-ink-soft">
          No sync has run yet. The first one follows soon after Heap has sent a segment.
        </p>
      ) : (
        <Table label="Sync history">
          <thead>
            <tr>
              <Th>Segment</Th>
              <Th>State</Th>
              <Th>When</Th>
              <Th>Why</Th>
              <Th isNumber>Added</Th>
              <Th isNumber>Removed</Th>
              <Th isNumber>Refused</Th>
            </tr>
          </thead>
          <tbody>
            {syncs.map((sync) => (
              <Tr key={sync.id}>
                <Td className="min-w-40 font-medium [overflow-wrap:anywhere]">{sync.segmentName}</Td>
                <Td>
                  <SyncStatePill state={sync.state} />
                </Td>
                <Td>
                  <TimeAgo value={sync.at} />
                </Td>
                <Td className="whitespace-nowrap text-ink-soft">{REASONS[sync.trigger]}</Td>
                <Td isNumber>{formatNumber(sync.added)}</Td>
                <Td isNumber>{formatNumber(sync.removed)}</Td>
                <Td isNumber className={sync.refused > 0 ? "text-bad" : ""}>
                  {formatNumber(sync.refused)}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
