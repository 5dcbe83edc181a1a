"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { formatNumber } from "@/components/format/format-number";
import { ButtonLink } from "@/components/ui/button";
import type { VolumeView } from "@/lib/forwarding/events/estimate-volume";
import { counted } from "@/lib/kernel/words";
import { volumeRead } from "../reads";

const VolumeDetails = dynamic(() => import("./volume-details").then((module) => module.VolumeDetails), {
  ssr: false,
});

/** A saving below this share is not worth a word. */
const LEAST_SAVING = 0.1;

const MAX_NAMED_LEFT_OUT = 3;

/** What a source adds to its Heap environment a day, and what could be left out. Until it is known it says when it will be. */
export function SourceVolume(props: { customerId: string; sourceId: string; canChange: boolean }) {
  const { customerId, sourceId, canChange } = props;
  const { data } = useQuery(volumeRead({ customerId, sourceId }).options);
  const [isOpen, setOpen] = useState(false);
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
      <details onToggle={(event) => setOpen(event.currentTarget.open)} className="group mt-2 text-xs">
        <summary className="tappable flex w-fit cursor-pointer items-center gap-1 font-medium text-ink-soft hover:text-ink">
          <ChevronRight
            aria-hidden="true"
            className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
          />
          What this means for Heap
        </summary>
        {isOpen && <VolumeDetails addedPerDay={addedPerDay} types={types} />}
        <p className="mt-2 text-ink-soft">
          Estimated from {days >= 7 ? "the last 7 days" : `the ${lasting(days)} since the first event`}.
          Events without a user never reach Heap.
        </p>
      </details>
    </section>
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

function lasting(days: number): string {
  if (days < 1 / 24) return counted(Math.max(1, Math.round(days * 1_440)), "minute");
  return days < 1.5 ? counted(Math.round(days * 24), "hour") : counted(Math.round(days), "day");
}
