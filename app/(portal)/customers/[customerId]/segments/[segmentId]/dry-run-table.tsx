import Link from "next/link";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { DryRunView } from "@/lib/cohorts/dry-runs/dry-run-view";
import { DryRunPill } from "./dry-run-result";

/** Dry runs as rows, with the segment's name if there are several segments. */
export function DryRunTable(props: { dryRuns: readonly DryRunView[]; showsSegment?: boolean }) {
  return (
    <Table label="Dry runs">
      <thead>
        <tr>
          {props.showsSegment && <Th>Segment</Th>}
          <Th>Counted</Th>
          <Th>What</Th>
          <Th className="text-right">Would add</Th>
          <Th className="text-right">Would remove</Th>
          <Th className="text-right">Calls</Th>
          <Th>Blocked by</Th>
        </tr>
      </thead>
      <tbody>
        {props.dryRuns.map((dryRun) => (
          <Tr key={dryRun.id} className="align-top">
            {props.showsSegment && (
              <Td className="min-w-40 [overflow-wrap:anywhere]">
                <Link
                  href={`/customers/${dryRun.customerId}/segments/${dryRun.segmentId}`}
                  className="tappable inline-block font-medium hover:underline"
                >
                  {dryRun.segmentName}
                </Link>
              </Td>
            )}
            <Td className="whitespace-nowrap">
              <TimeAgo value={dryRun.requestedAt} />
              <p className="text-xs text-ink-soft">by {dryRun.requestedBy}</p>
            </Td>
            <Td>
              <DryRunPill dryRun={dryRun} />
            </Td>
            <Td className="text-right tabular-nums">{formatNumber(dryRun.adds)}</Td>
            <Td className="text-right tabular-nums">{formatNumber(dryRun.removes)}</Td>
            <Td className="text-right tabular-nums">
              {formatNumber(dryRun.pushes + (dryRun.namesCohort ? 1 : 0))}
            </Td>
            <Td className="min-w-52 text-ink-soft">{dryRun.obstacles[0]?.message ?? "Nothing"}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
