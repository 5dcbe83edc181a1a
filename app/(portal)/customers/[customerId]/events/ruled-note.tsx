import type { EventDetail } from "@/lib/forwarding/events/show-event";
import { counted } from "@/lib/kernel/words";

/** What the source's rules kept from Heap, property by property, and which rule it was. */
export function RuledNote({ ruled }: { ruled: EventDetail["ruled"] }) {
  return (
    <section
      aria-label="Changed by rules"
      className="rounded-lg border border-line bg-raised px-3 py-2 text-ink-soft"
    >
      <p>
        The source’s rules changed {counted(ruled.length, "property", "properties")}. The rules are in Setup.
      </p>
      <ul className="mt-1 list-disc pl-5">
        {ruled.map(({ name, action, pattern, count }) => (
          <li key={name} className="[overflow-wrap:anywhere]">
            <code className="text-ink">{name}</code>: {action === "drop" ? "dropped" : "hashed"} by the rule{" "}
            <code className="text-ink">{pattern}</code>
            {count > 1 && `, ${counted(count, "value")}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
