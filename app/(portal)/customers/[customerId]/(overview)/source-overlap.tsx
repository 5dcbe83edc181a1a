"use client";

import { Pause, Play, RefreshCw } from "lucide-react";
import { TimeAgo } from "@/components/format/time-ago";
import { Button, ButtonLink } from "@/components/ui/button";
import { StatusPill } from "@/components/ui/status-pill";
import type { OverlapView } from "@/lib/insight/identity-overlaps/overlap-view";
import { toSetupField } from "@/lib/setup/field-address";
import { OverlapFigures } from "./overlap-figures";
import { useCompareNow, useOverlaps } from "./use-overlaps";
import { usePause } from "./use-pause";

/** Whether Heap knows the users in a source's events. Empty until it is read. */
export function SourceOverlap(props: {
  customerId: string;
  sourceId: string;
  canChange: boolean;
  /** Whether to offer a pause even while nothing is wrong yet. */
  offersHold?: boolean;
  /** An alert above says that Heap does not know them: that is not said again. */
  isMismatchTold?: boolean;
}) {
  const overlap = useOverlaps(props.customerId).data?.items.find((item) => item.sourceId === props.sourceId);
  return overlap ? <Overlap {...props} overlap={overlap} /> : null;
}

const PILLS: Record<OverlapView["verdict"], string> = {
  unmeasured: "Not compared yet",
  no_identities: "No identities yet",
  no_members: "Nothing to compare with",
  too_few: "Too few to tell",
  matches: "Known to Heap",
  other_field: "Another identity matches better",
  spelling: "Written differently",
  mismatch: "Not known to Heap",
  neither_field: "Not known to Heap",
};

function toneOf({ verdict, isNearZero }: OverlapView) {
  if (isNearZero) return "bad";
  if (verdict === "matches") return "good";
  return verdict === "other_field" || verdict === "spelling" ? "wait" : "quiet";
}

function Overlap(props: Parameters<typeof SourceOverlap>[0] & { overlap: OverlapView }) {
  const { customerId, overlap, canChange, offersHold = false, isMismatchTold = false } = props;
  const { message, cause, nextAction, isNearZero, measuredAt, measured } = overlap;
  return (
    <section id={`identities-${overlap.sourceId}`} aria-label={`Identities of ${overlap.sourceName}`}>
      <div className="mb-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h3 className="font-medium">Identities</h3>
        <StatusPill tone={toneOf(overlap)}>{PILLS[overlap.verdict]}</StatusPill>
        {measuredAt && (
          <p className="text-xs text-ink-soft sm:ml-auto">
            Compared with Heap <TimeAgo value={measuredAt} />
          </p>
        )}
      </div>
      <div className="space-y-0.5 [overflow-wrap:anywhere]">
        {isMismatchTold && isNearZero ? (
          <p className="text-ink-soft">The alert above says what to do.</p>
        ) : (
          <>
            {/* The pill says the same while nothing was compared. */}
            {overlap.verdict !== "unmeasured" && (
              <p className={isNearZero ? "font-medium text-bad" : ""}>{message}</p>
            )}
            {cause && <p className="text-xs text-ink-soft">{cause}</p>}
            {nextAction && <p className={isNearZero ? "" : "text-xs text-ink-soft"}>{nextAction}</p>}
          </>
        )}
      </div>
      {canChange && <Actions customerId={customerId} overlap={overlap} offersHold={offersHold} />}
      {measured && <OverlapFigures measured={measured} />}
    </section>
  );
}

function Actions({
  customerId,
  overlap,
  offersHold,
}: {
  customerId: string;
  overlap: OverlapView;
  offersHold: boolean;
}) {
  const { sourceId, sourceName, pausedAt, verdict, isNearZero } = overlap;
  const compare = useCompareNow(customerId, sourceId);
  const pause = usePause(customerId, { kind: "source", id: sourceId, name: sourceName });
  const isWrong = isNearZero || verdict === "other_field";
  const canMend = verdict === "other_field" || verdict === "mismatch";
  const mayHold = pausedAt === null && (isNearZero || (offersHold && verdict !== "matches"));
  return (
    <>
      <div className="mt-2 flex flex-wrap gap-2">
        {isWrong && (
          <>
            {canMend && (
              <ButtonLink
                href={toSetupField(customerId, "identityField", sourceId)}
                size="small"
                tone="primary"
              >
                Change the identity
              </ButtonLink>
            )}
            <ButtonLink href={`/customers/${customerId}/events/replay?sourceId=${sourceId}`} size="small">
              Replay events
            </ButtonLink>
          </>
        )}
        {mayHold && (
          <Button size="small" icon={Pause} isBusy={pause.isPending} onClick={() => pause.mutate(true)}>
            Pause until checked
          </Button>
        )}
        {offersHold && pausedAt !== null && (
          <Button size="small" icon={Play} isBusy={pause.isPending} onClick={() => pause.mutate(false)}>
            Resume forwarding
          </Button>
        )}
        <Button
          size="small"
          icon={RefreshCw}
          isBusy={compare.isPending}
          onClick={() => compare.mutate()}
          aria-label={`Compare now: identities of ${sourceName}`}
        >
          Compare now
        </Button>
      </div>
      {offersHold && (mayHold || pausedAt !== null) && (
        <p className="mt-1.5 text-xs text-ink-soft">
          {pausedAt === null
            ? "While the source is paused, events are kept and nothing reaches Heap, so a wrong identity creates no users there."
            : "Paused: events from Braze are kept and compared. Nothing reaches Heap until you resume."}
        </p>
      )}
    </>
  );
}
