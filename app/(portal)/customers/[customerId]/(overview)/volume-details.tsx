"use client";

import { formatNumber } from "@/components/format/format-number";
import type { VolumeView } from "@/lib/forwarding/events/estimate-volume";
import { counted } from "@/lib/kernel/words";
import { HeapShare } from "./heap-share";

/** How many types are named; the rest are few events. */
const NAMED_TYPES = 12;

/** What `SourceVolume` shows once it is unfolded: what the events mean for Heap, and each type's part. */
export function VolumeDetails({ addedPerDay, types }: Pick<VolumeView, "addedPerDay" | "types">) {
  return (
    <>
      <HeapShare addedPerDay={addedPerDay} />
      <TypeTable types={types} />
    </>
  );
}

function TypeTable({ types }: Pick<VolumeView, "types">) {
  const rest = types.slice(NAMED_TYPES);
  return (
    <table className="mt-2 w-full border-collapse text-left text-ink-soft">
      <thead>
        <tr>
          <th scope="col" className="pr-2 pb-1 font-medium">
            Event type
          </th>
          <th scope="col" className="px-2 pb-1 text-right font-medium">
            A day
          </th>
          <th scope="col" className="px-2 pb-1 text-right font-medium">
            Share
          </th>
          <th scope="col" className="pb-1 pl-2 font-medium">
            To Heap
          </th>
        </tr>
      </thead>
      <tbody>
        {types.slice(0, NAMED_TYPES).map(({ type, name, perDay, share, isForwarded, isRecommended }) => (
          <tr key={type} title={type}>
            <td className="py-0.5 pr-2 [overflow-wrap:anywhere]">{name}</td>
            <td className="px-2 py-0.5 text-right tabular-nums">{formatNumber(perDay)}</td>
            <td className="px-2 py-0.5 text-right tabular-nums">{percent(share)}</td>
            <td className="py-0.5 pl-2">
              {isForwarded ? "Yes" : "No"}
              {isForwarded && !isRecommended && ", not recommended"}
            </td>
          </tr>
        ))}
        {rest.length > 0 && (
          <tr>
            <td className="py-0.5 pr-2">{counted(rest.length, "other type")}</td>
            <td className="px-2 py-0.5 text-right tabular-nums">
              {formatNumber(rest.reduce((sum, { perDay }) => sum + perDay, 0))}
            </td>
            <td className="px-2 py-0.5 text-right tabular-nums">
              {percent(rest.reduce((sum, { share }) => sum + share, 0))}
            </td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function percent(share: number): string {
  return share < 0.01 ? "under 1%" : `${Math.round(share * 100)}%`;
}
