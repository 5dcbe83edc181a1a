import type { EventDetail } from "@/lib/forwarding/events/show-event";

type UserValue = EventDetail["userProperties"][number];

/** What an event said about its user for Heap, and what became of it. */
export function UserValues({ values }: { values: readonly UserValue[] }) {
  return (
    <section
      aria-label="Written to the user in Heap"
      className="rounded-lg border border-line bg-raised px-3 py-2"
    >
      <h3 className="font-medium">Written to the user in Heap</h3>
      <ul className="mt-1 space-y-1">
        {values.map((one) => (
          <li key={one.name} className="[overflow-wrap:anywhere]">
            <code>
              {one.name} = <span className="font-medium">{one.value}</span>
            </code>
            {one.state !== "accepted" && <span className="text-ink-soft"> · {WORDS[one.state](one)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const WORDS: Record<Exclude<UserValue["state"], "accepted">, (value: UserValue) => string> = {
  owed: () => "not sent yet",
  refused: ({ words }) => `refused by Heap: “${words}”`,
  superseded: () => "replaced by a later event",
  dropped: () => "not sent: its rule or the Heap app changed first",
  unknown: () => "no longer known whether Heap has it",
};
