import { TimeAgo } from "@/components/format/time-ago";
import { Card } from "@/components/ui/card";
import { StatusPill } from "@/components/ui/status-pill";
import type { StatusDestination } from "@/lib/insight/status/status-view";
import { Figures, MainFigure } from "./figures";

/** One destination: what Heap's segments changed in Braze. */
export function DestinationCard({ destination }: { destination: StatusDestination }) {
  const { isHeld, owed, refused } = destination;
  const owedMeaning = isHeld ? "Kept, and sent to Braze when resumed" : "Changes still to be sent to Braze";
  return (
    <Card
      title={destination.name}
      description="Segments: Heap to Braze"
      actions={isHeld && <StatusPill tone="quiet">Paused</StatusPill>}
    >
      <InStep destination={destination} />
      <Figures
        title="Now"
        figures={[
          {
            name: "To sync",
            value: owed,
            meaning: owed > 0 && owedMeaning,
          },
          {
            name: "Refused",
            value: refused,
            meaning: refused > 0 && "Users whose ID Braze does not accept, or that cannot be sent",
          },
        ]}
      />
      <Figures
        title="In the last 24 hours"
        figures={[
          { name: "Users added in Braze", value: destination.added },
          { name: "Users removed in Braze", value: destination.removed },
        ]}
      />
      <p className="mt-3 text-xs text-ink-soft">
        Last update from Heap: <TimeAgo value={destination.lastPageAt} empty="none yet" />
      </p>
    </Card>
  );
}

function InStep({ destination }: { destination: StatusDestination }) {
  const { segments, segmentsOn, segmentsInStep } = destination;
  if (segments === 0) return <MainFigure value={null}>No segments from Heap yet</MainFigure>;
  if (segmentsOn === 0) return <MainFigure value={null}>No segment is on</MainFigure>;
  return (
    <MainFigure value={segmentsInStep}>
      of {segmentsOn} {segmentsOn === 1 ? "segment" : "segments"} in sync with Braze
    </MainFigure>
  );
}
