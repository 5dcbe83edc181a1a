import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import type { EventSummary } from "@/lib/forwarding/events/summarize-events";
import type { SourceHold } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS } from "@/lib/kernel/holds/team-words";
import { lowerFirst } from "@/lib/kernel/words";

const THEN: Record<SourceHold, string> = {
  customer_archived: "everything queued is sent once it is restored and resumed",
  customer_paused: "everything queued is sent once it is resumed",
  source_paused: "everything queued is sent once it is resumed",
  heap_waits: HOLD_WORDS.heap_waits.undo,
};

/** What waits to be sent, by source: it is not in the list until it has an outcome. */
export function WaitingNote({ summary, onShow }: { summary: EventSummary; onShow: () => void }) {
  const waiting = summary.sources.filter((source) => source.pending > 0);
  if (waiting.length === 0) return null;
  return (
    <section
      aria-label="Queued events"
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-raised px-4 py-2.5"
    >
      <ul className="min-w-0 flex-1 basis-64 space-y-1">
        {waiting.map(({ id, name, pending, isAtLeast, pendingSince, hold }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            <strong className="font-medium">
              {isAtLeast && "At least "}
              {formatNumber(pending)} {pending === 1 ? "event queued" : "events queued"}
            </strong>
            {summary.sources.length > 1 && <> in {name}</>}, oldest <TimeAgo value={pendingSince} />
            {hold ? `: ${lowerFirst(HOLD_WORDS[hold].is)}; ${THEN[hold]}.` : "."}
          </li>
        ))}
      </ul>
      <Button size="small" onClick={onShow}>
        Show queued events
      </Button>
    </section>
  );
}
