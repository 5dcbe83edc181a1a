import Link from "next/link";
import { isActive } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { formatNumber } from "@/components/format/format-number";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { Told } from "@/components/format/told";
import { SyncStatePill } from "@/components/ui/state-pills";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";
import { RefusedCount } from "./refused-count";
import { refusedMembers } from "./refused-members";
import { SyncDuration } from "./sync-duration";
import { SyncProgress } from "./sync-progress";
import { TRIGGERS } from "./words";

/**
 * Syncs as rows of a table, or as cards on a narrow screen.
 * @param isFolded failures that repeat are one row, which says how many they were
 */
export function SyncTable({ syncs, isFolded }: { syncs: readonly SyncView[]; isFolded: boolean }) {
  return (
    <Table label="Syncs" className="block xl:table">
      <thead className="sr-only xl:not-sr-only xl:table-header-group">
        <tr>
          <Th>Segment</Th>
          <Th>State</Th>
          <Th>Requested</Th>
          <Th className="xl:text-right">Duration</Th>
          <Th className="xl:text-right">Added</Th>
          <Th className="xl:text-right">Removed</Th>
          <Th className="xl:text-right">Refused</Th>
        </tr>
      </thead>
      <tbody className="block xl:table-row-group">
        {syncs.map((sync) => (
          <SyncRow key={sync.id} sync={sync} isFolded={isFolded} />
        ))}
      </tbody>
    </Table>
  );
}

function SyncRow({ sync, isFolded }: { sync: SyncView; isFolded: boolean }) {
  const { label, meaning } = TRIGGERS[sync.trigger];
  return (
    <Tr className="grid grid-cols-4 gap-y-2 px-1 py-3 align-top xl:table-row xl:p-0">
      <th scope="row" className="col-span-full px-3 text-left font-normal xl:py-2.5 xl:pl-4">
        <Link
          href={`/customers/${sync.customerId}/syncs/${sync.id}`}
          className="tappable line-clamp-2 font-medium [overflow-wrap:anywhere] hover:underline xl:max-w-72"
        >
          {sync.segmentName}
        </Link>
        <p className="text-xs text-ink-soft" title={meaning}>
          {label}
        </p>
      </th>
      <Td className="col-span-full py-0! pl-3! xl:py-2.5!">
        {sync.state === "running" ? (
          <div className="max-w-64">
            <SyncProgress sync={sync} />
          </div>
        ) : (
          <SyncStatePill state={sync.state} />
        )}
        {isFolded && sync.failed && sync.failed.times > 1 && (
          <p className="mt-1 text-xs">
            Failed {formatNumber(sync.failed.times)} times since <DateTime value={sync.failed.since} />.{" "}
            <Link
              href={`/customers/${sync.customerId}/syncs?segmentId=${sync.segmentId}&state=failed`}
              className="tappable inline-block font-medium text-accent hover:underline"
            >
              Show each<span className="sr-only"> of {sync.segmentName}</span>
            </Link>
          </p>
        )}
        {sync.error && (
          <p
            title={sync.error}
            className="mt-1 line-clamp-2 max-w-md text-xs text-ink-soft [overflow-wrap:anywhere] xl:max-w-80"
          >
            <Told text={sync.error} />
          </p>
        )}
      </Td>
      <Td className="col-span-2 py-0! pl-3! xl:py-2.5!">
        <TimeAgo value={sync.requestedAt} />
        <p className="text-xs text-ink-soft [overflow-wrap:anywhere]">by {sync.requestedBy}</p>
      </Td>
      <Td className="col-span-2 py-0! pl-3! xl:py-2.5! xl:text-right">
        <Label>Duration</Label>
        {isActive(sync) && sync.startedAt === null ? (
          <span className="text-ink-soft">not started</span>
        ) : (
          <SyncDuration startedAt={sync.startedAt} finishedAt={sync.finishedAt} />
        )}
      </Td>
      <Count label="Added" value={sync.added} />
      <Count label="Removed" value={sync.removed} />
      <Count label="Refused" value={sync.refused} tone="text-bad" href={refusedMembers(sync)} />
    </Tr>
  );
}

function Label({ children }: { children: string }) {
  return (
    <span className="block text-xs font-normal text-ink-soft xl:hidden" aria-hidden="true">
      {children}
    </span>
  );
}

function Count(props: { label: string; value: number; tone?: string; href?: string }) {
  const { label, value, tone = "", href } = props;
  return (
    <Td
      className={`py-0! pl-3! tabular-nums xl:py-2.5! xl:text-right ${value === 0 ? "text-ink-soft" : `font-medium ${tone}`}`}
    >
      <Label>{label}</Label>
      <RefusedCount count={value} href={href} />
    </Td>
  );
}
