import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import type { EventSummary } from "@/lib/forwarding/events/summarize-events";

const HOLDS = {
  customer_paused: "the customer is paused; they are sent once it is resumed",
  source_paused: "the source is paused; they are sent once it is resumed",
  heap_waits: "Heap's limit is reached or Heap does not answer; Tributary tries again by itself",
} as const;

/** What waits to be sent, by source: it is not in the list until it has an outcome. */
export function WaitingNote({ summary, onShow }: { summary: EventSummary; onShow: () => void }) {
  const waiting = summary.sources.filter((source) => source.pending > 0);
  if (waiting.length === 0) return null;
  return (
    <section
      aria-label="Waiting events"
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-wait-ground px-4 py-2.5"
    >
      <ul className="min-w-0 flex-1 basis-64 space-y-1">
        {waiting.map(({ id, name, pending, isAtLeast, pendingSince, hold }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            <strong className="font-medium text-wait">
              {isAtLeast && "At least "}
              {formatNumber(pending)} {pending === 1 ? "event waits" : "events wait"}
            </strong>
            {summary.sources.length > 1 && <> in {name}</>}, the first came <TimeAgo value={pendingSince} />
            {hold ? `: ${HOLDS[hold]}.` : ". Nothing is lost."}
          </li>
        ))}
      </ul>
      <Button size="small" onClick={onShow}>
        Show what waits
      </Button>
    </section>
  );
}
