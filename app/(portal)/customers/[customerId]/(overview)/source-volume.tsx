"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { formatNumber } from "@/components/format/format-number";
import { ButtonLink } from "@/components/ui/button";
import type { VolumeView } from "@/lib/forwarding/events/estimate-volume";
import { counted } from "@/lib/kernel/words";
import { volumeRead } from "../reads";
import { HeapShare } from "./heap-share";

/** A saving below this share is not worth a word. */
const LEAST_SAVING = 0.1;

/** How many types are named; the rest are few events. */
const NAMED_TYPES = 12;
const MAX_NAMED_LEFT_OUT = 3;

/** What a source adds to its Heap environment a day, and what could be left out. Until it is known it says when it will be. */
export function SourceVolume(props: { customerId: string; sourceId: string; canChange: boolean }) {
  const { customerId, sourceId, canChange } = props;
  const { data } = useQuery(volumeRead({ customerId, sourceId }).options);
  if (!data) return null;
  if (data.days === null) {
    return (
      <section aria-label="Volume">
        <h3 className="mb-1.5 font-medium">Volume</h3>
        <p className="text-ink-soft">
          Five minutes after its first event, this shows roughly how many events a day the source adds to
          Heap. The figure is reliable after a day.
        </p>
      </section>
    );
  }

  const { receivedPerDay, addedPerDay, recommendedPerDay, days, isRough, types } = data;
  const shown = (perDay: number) => (isRough ? Number(perDay.toPrecision(2)) : perDay);
  const saving = addedPerDay > 0 ? 1 - recommendedPerDay / addedPerDay : 0;
  return (
    <section aria-label="Volume">
      <h3 className="mb-1.5 font-medium">Volume</h3>
      <p>
        Adds about {counted(shown(addedPerDay), "event")} a day to Heap, out of{" "}
        {formatNumber(shown(receivedPerDay))} that Braze sends.
      </p>
      {isRough && (
        <p className="mt-0.5 text-xs text-wait">
          A rough estimate from {lasting(days)}. It becomes reliable after a day, once it covers busy and
          quiet hours.
        </p>
      )}
      {saving >= LEAST_SAVING && (
        <p className="mt-0.5 text-xs text-ink-soft">
          With only the recommended event types, it would be {formatNumber(shown(recommendedPerDay))} a day:{" "}
          {Math.round(saving * 100)}% less. That leaves out {leftOut(types)}.
        </p>
      )}
      {saving >= LEAST_SAVING && canChange && (
        <ButtonLink href={`/customers/${customerId}/setup`} size="small" className="mt-2">
          Choose event types
        </ButtonLink>
      )}
      <details className="group mt-2 text-xs">
        <summary className="tappable flex w-fit cursor-pointer items-center gap-1 font-medium text-ink-soft hover:text-ink">
          <ChevronRight
            aria-hidden="true"
            className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
          />
          What this means for Heap
        </summary>
        <HeapShare addedPerDay={addedPerDay} />
        <TypeTable types={types} />
        <p className="mt-2 text-ink-soft">
          Estimated from {days >= 7 ? "the last 7 days" : `the ${lasting(days)} since the first event`}.
          Events without a user never reach Heap.
        </p>
      </details>
    </section>
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

/** The types that are forwarded and not recommended, the most frequent first. */
function leftOut(types: VolumeView["types"]): string {
  const names = types
    .filter(({ isForwarded, isRecommended }) => isForwarded && !isRecommended)
    .map(({ name }) => name);
  const named = names.slice(0, MAX_NAMED_LEFT_OUT);
  const others = names.length - named.length;
  return new Intl.ListFormat("en").format(others > 0 ? [...named, `${others} more`] : named);
}

function percent(share: number): string {
  return share < 0.01 ? "under 1%" : `${Math.round(share * 100)}%`;
}

function lasting(days: number): string {
  if (days < 1 / 24) return counted(Math.max(1, Math.round(days * 1_440)), "minute");
  return days < 1.5 ? counted(Math.round(days * 24), "hour") : counted(Math.round(days), "day");
}
