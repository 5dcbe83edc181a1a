"use client";

import { formatNumber } from "@/components/format/format-number";
import type { OverlapView } from "@/lib/insight/identity-overlaps/overlap-view";
import { counted } from "@/lib/kernel/words";

type Measured = NonNullable<OverlapView["measured"]>;
type Field = Measured["fields"][number];

/** What `OverlapFigures` shows once it is unfolded. */
export function OverlapDetails({ measured }: { measured: Measured }) {
  const { fields, members, hasMoreMembers, events, batches, hasMoreEvents } = measured;
  return (
    <div className="mt-2 space-y-2 text-ink-soft">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr>
            <th scope="col" className="pr-2 pb-1 font-medium">
              Braze attribute
            </th>
            <th scope="col" className="px-2 pb-1 text-right font-medium">
              Identities
            </th>
            <th scope="col" className="pb-1 pl-2 text-right font-medium">
              In Heap
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow key={field.field} field={field} />
          ))}
        </tbody>
      </table>
      <p>
        {hasMoreEvents && "The newest "}
        {counted(events, "event")} in {counted(batches, "batch", "batches")}, compared with{" "}
        {hasMoreMembers ? "all of the more than " : ""}
        {counted(members, "member")} that Heap has sent in segments. Only users in a segment can be compared,
        and only if Heap sends its Identity as their ID.
      </p>
      <Samples fields={fields} memberSamples={measured.memberSamples} />
    </div>
  );
}

function FieldRow({ field: { field, isUsed, identities, matched, share, ...ignoring } }: { field: Field }) {
  const more = [
    [ignoring.ifLowered, "ignoring case"],
    [ignoring.ifTrimmed, "ignoring spaces"],
    [ignoring.ifBoth, "ignoring both"],
  ] as const;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1 pr-2 font-normal [overflow-wrap:anywhere]">
        {field}
        {isUsed && <span className="font-medium text-ink"> (in use)</span>}
      </th>
      <td className="px-2 py-1 text-right tabular-nums">{formatNumber(identities)}</td>
      <td className="py-1 pl-2 text-right tabular-nums">
        {formatNumber(matched)}
        {share !== null && ` (${shareWords(share)})`}
        {more.map(
          ([count, words]) =>
            count > matched && (
              <span key={words} className="block">
                {formatNumber(count)} {words}
              </span>
            ),
        )}
      </td>
    </tr>
  );
}

function shareWords(share: number): string {
  if (share === 0) return "0%";
  return share < 0.01 ? "under 1%" : `${Math.max(1, Math.floor(100 * share))}%`;
}

/** Masked ids of both sides that do not match: enough to see what kind of id each is. */
function Samples({ fields, memberSamples }: Pick<Measured, "fields" | "memberSamples">) {
  const used = fields.find(({ isUsed }) => isUsed);
  if (!used || used.samples.length === 0 || memberSamples.length === 0) return null;
  return (
    <p className="[overflow-wrap:anywhere]">
      Without a match in Heap: {used.samples.join(", ")}. Members in Heap: {memberSamples.join(", ")}. IDs are
      masked.
    </p>
  );
}
