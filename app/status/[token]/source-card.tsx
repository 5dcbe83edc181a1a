import { TimeAgo } from "@/components/format/time-ago";
import { Card } from "@/components/ui/card";
import { StatusPill } from "@/components/ui/status-pill";
import type { StatusSource } from "@/lib/insight/status/status-view";
import { Figures, MainFigure } from "./figures";

/** One source: what came from Braze, and what happened to it. */
export function SourceCard({ source }: { source: StatusSource }) {
  const { isHeld, received, simulated, pending, filtered, duplicate, quarantined } = source;
  const pendingMeaning = isHeld ? "Kept, and sent to Heap when resumed" : "On the way to Heap";
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
        title="Now"
        figures={[
          {
            name: "Queued",
            value: pending,
            meaning: pending > 0 && pendingMeaning,
          },
        ]}
      />
      <Figures
        title="In the last 24 hours"
        figures={[
          { name: "Received from Braze", value: received },
          ...(simulated > 0
            ? [{ name: "Simulated", value: simulated, meaning: "Test events by the team, not from Braze" }]
            : []),
          {
            name: "Filtered",
            value: filtered,
            meaning:
              filtered > 0 && "Left out on purpose, such as anonymous users or types that are not forwarded",
          },
          {
            name: "Duplicate",
            value: duplicate,
            meaning: duplicate > 0 && "Sent more than once by Braze, counted once in Heap",
          },
          {
            name: "Quarantined",
            value: quarantined,
            meaning:
              quarantined > 0 &&
              "Set aside, for example because they have no usable identity or Heap refused them",
          },
        ]}
      />
      <p className="mt-3 text-xs text-ink-soft">
        Last received from Braze: <TimeAgo value={source.lastBatchAt} empty="none yet" />
      </p>
    </Card>
  );
}
