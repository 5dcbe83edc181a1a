import type { EventDetail } from "@/lib/forwarding/events/show-event";
import { counted } from "@/lib/kernel/words";

type LeftOut = EventDetail["leftOut"][number];

/** What Heap did not get of an event, property by property. */
export function LeftOutNote({ leftOut }: { leftOut: readonly LeftOut[] }) {
  return (
    <section
      aria-label="Left out for Heap"
      className="rounded-lg border border-line bg-raised px-3 py-2 text-ink-soft"
    >
      <p>
        Heap received only part of {counted(leftOut.length, "property", "properties")}: it accepts at most
        1,023 characters per property. List items are sent whole or not at all.
      </p>
      <ul className="mt-1 list-disc pl-5">
        {leftOut.map(({ name, kind, count }) => (
          <li key={`${kind} ${name}`} className="[overflow-wrap:anywhere]">
            <code className="text-ink">{name}</code>: {WORDS[kind](count)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const WORDS: Record<LeftOut["kind"], (count: number) => string> = {
  characters: (count) => `the last ${counted(count, "character")} left out`,
  items: (count) => `${counted(count, "item")} left out`,
  value: (count) =>
    `${counted(count, "value")} left out: nested too deep, or the name was taken by another value`,
};
