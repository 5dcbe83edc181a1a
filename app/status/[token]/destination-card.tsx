import { Card } from "@/components/card";
import { StatusPill } from "@/components/status-pill";
import { TimeAgo } from "@/components/time-ago";
import type { StatusDestination } from "@/lib/status/status-view";
import { Figures, MainFigure } from "./figures";

/** One destination: what Heap's segments changed in Braze. */
export function DestinationCard({ destination }: { destination: StatusDestination }) {
  const { isHeld, segmentsOn, segmentsInStep, owed, refused } = destination;
  return (
    <Card
      title={destination.name}
      description="Segments: Heap to Braze"
      actions={isHeld && <StatusPill tone="quiet">Paused</StatusPill>}
    >
      <MainFigure value={segmentsInStep}>
        of {segmentsOn} {segmentsOn === 1 ? "segment" : "segments"} in step with Braze
      </MainFigure>
      <Figures
        figures={[
          { name: "Added in Braze", value: destination.added, meaning: "In the last 24 hours" },
          { name: "Removed in Braze", value: destination.removed, meaning: "In the last 24 hours" },
          {
            name: isHeld ? "Held while paused" : "Owed",
            value: owed,
            meaning: isHeld
              ? "Kept, and sent to Braze when the pause ends"
              : owed > 0
                ? "Changes still to be sent to Braze"
                : undefined,
            tone: "text-wait",
          },
          {
            name: "Refused by Braze",
            value: refused,
            meaning: refused > 0 ? "Users whose ID Braze does not take" : undefined,
            tone: "text-bad",
          },
        ]}
      />
      <p className="mt-3 text-xs text-ink-soft">
        Last change from Heap <TimeAgo value={destination.lastPageAt} empty="not yet" />
      </p>
    </Card>
  );
}
