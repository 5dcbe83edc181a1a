import { FAILURES_IN_A_ROW } from "@/lib/insight/alerts/failures-in-a-row";
import type {
  DestinationOverview,
  HeapAppOverview,
  OverviewView,
  SourceOverview,
} from "@/lib/insight/overview/overview-view";
import { type Hold, holdsOf } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS } from "@/lib/kernel/holds/team-words";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";

/** How a flow is doing in a few words, which the tone only repeats. `link` is how the connection out is drawn. */
export interface FlowState {
  tone: "good" | "bad" | "info" | "quiet";
  words: string;
  link: "moving" | "still" | "held" | "failing";
}

type CustomerState = OverviewView["state"];

/**
 * The state of a source's flow from Braze to Heap: the first thing that stops it, otherwise whether anything moves.
 */
export function sourceState(
  source: SourceOverview,
  app: HeapAppOverview | undefined,
  customer: CustomerState,
): FlowState {
  const held = heldState(holdsOf({ customerState: customer, isSourcePaused: source.pausedAt !== null }));
  if (held) return held;
  if (app && app.failures >= FAILURES_IN_A_ROW)
    return { tone: "bad", words: "Heap not accepting events", link: "failing" };
  // One or two failures pass by themselves.
  if (app && app.failures > 0) return { tone: "info", words: "Retrying Heap", link: "moving" };
  if (app?.waitsUntil && source.backlog.events > 0)
    return { tone: "info", words: "At Heap’s limit", link: "moving" };
  if (source.backlog.events > 0) return { tone: "info", words: "Forwarding", link: "moving" };
  if (source.lastBatchAt === null) return { tone: "quiet", words: "No events yet", link: "still" };
  return { tone: "good", words: "Up to date", link: source.forwarded.lastMinute > 0 ? "moving" : "still" };
}

/** The state of a destination's flow from Heap to Braze. */
export function destinationState(destination: DestinationOverview, customer: CustomerState): FlowState {
  const held = heldState(
    holdsOf({ customerState: customer, isDestinationPaused: destination.pausedAt !== null }),
  );
  if (held) return held;
  if (!destination.hasBrazeKey)
    return { tone: "bad", words: `No ${BRAZE_KEYS[destination.kind].name}`, link: "failing" };
  if (destination.lastSync?.state === "failed")
    return { tone: "bad", words: "Last sync failed", link: "failing" };
  if (destination.runningSyncs > 0) return { tone: "info", words: "Syncing", link: "moving" };
  if (destination.owed > 0) return { tone: "info", words: "Members to sync", link: "still" };
  if (destination.lastPageAt === null) return { tone: "quiet", words: "No Heap update yet", link: "still" };
  return {
    tone: "good",
    words: "Everything synced",
    link: destination.pushed.lastMinute > 0 ? "moving" : "still",
  };
}

/**
 * When both a customer and a part of it are paused, the part's card shows its own pause, because that is the one it
 * can end.
 */
function heldState(holds: readonly Hold[]): FlowState | null {
  const hold = holds[0] === "customer_archived" ? holds[0] : holds.at(-1);
  return hold ? { tone: "quiet", words: HOLD_WORDS[hold].pill, link: "held" } : null;
}

/** A rate, with one decimal if it is small: 0, 0.4, 7.5, 132. */
export function rateWords(perMinute: number): string {
  if (perMinute === 0) return "0";
  if (perMinute < 0.1) return "under 0.1";
  return perMinute.toLocaleString("en-US", { maximumFractionDigits: perMinute < 10 ? 1 : 0 });
}
