import { Card } from "@/components/card";
import { StatusPill } from "@/components/status-pill";
import { TimeAgo } from "@/components/time-ago";
import type { StatusSource } from "@/lib/status/status-view";
import { Figures, MainFigure } from "./figures";

/** One source: what came from Braze, and what became of it. */
export function SourceCard({ source }: { source: StatusSource }) {
  const { isHeld, pending, filtered, duplicate, quarantined } = source;
  return (
    <Card
      title={source.name}
      description="Events: Braze to Heap"
      actions={isHeld && <StatusPill tone="quiet">Paused</StatusPill>}
    >
      <MainFigure value={source.forwarded}>
        {source.forwarded === 1 ? "event" : "events"} reached Heap in the last 24 hours
      </MainFigure>
      <Figures
        figures={[
          { name: "Received from Braze", value: source.received },
          {
            name: isHeld ? "Held while paused" : "Pending",
            value: pending,
            meaning: isHeld
              ? "Kept, and sent to Heap when the pause ends"
              : pending > 0
                ? "On the way to Heap"
                : undefined,
            tone: "text-wait",
          },
          {
            name: "Filtered",
            value: filtered,
            meaning:
              filtered > 0 ? "Not meant for Heap: anonymous, or of a type that is left out" : undefined,
          },
          {
            name: "Duplicate",
            value: duplicate,
            meaning: duplicate > 0 ? "Sent twice by Braze, counted once in Heap" : undefined,
          },
          {
            name: "Quarantined",
            value: quarantined,
            meaning: quarantined > 0 ? "Kept aside: not clear whose they are, or refused by Heap" : undefined,
            tone: "text-bad",
          },
        ]}
      />
      <p className="mt-3 text-xs text-ink-soft">
        Last batch from Braze <TimeAgo value={source.lastBatchAt} empty="not yet" />
      </p>
    </Card>
  );
}
