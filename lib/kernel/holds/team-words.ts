import type { DestinationHold, Hold } from "./hold-rule";

/** What holds a flow, as the team reads it. The customer's own words are on the status page. */
interface HoldWords {
  /** For a pill beside the thing itself. */
  pill: string;
  /** The beginning of a sentence. */
  is: string;
  /** Why something came to its end. */
  was: string;
  /** What the team does about it. */
  undo: string;
}

export const HOLD_WORDS: Record<Hold, HoldWords> = {
  customer_archived: {
    pill: "Archived",
    is: "The customer is archived",
    was: "The customer was archived.",
    undo: "Restore the customer",
  },
  customer_paused: {
    pill: "Customer paused",
    is: "The customer is paused",
    was: "The customer was paused.",
    undo: "Resume the customer",
  },
  source_paused: {
    pill: "Paused",
    is: "The source is paused",
    was: "The source was paused.",
    undo: "Resume the source",
  },
  destination_paused: {
    pill: "Paused",
    is: "The destination is paused",
    was: "The destination was paused.",
    undo: "Resume the destination",
  },
  heap_waits: {
    pill: "Waiting for Heap",
    is: "Heap’s limit is reached or Heap is not responding",
    was: "Heap’s limit was reached or Heap did not respond.",
    undo: "Tributary retries automatically",
  },
};

/** Why something is refused for now, with what to do first. */
export function refusalWords(hold: Hold): string {
  return `${HOLD_WORDS[hold].is}${hold === "customer_archived" ? "." : ": resume it first."}`;
}

/** What a hold means for the segments that Heap sends. */
export function segmentHoldWords(hold: DestinationHold): string {
  const meaning =
    hold === "customer_archived"
      ? "nothing is received or sent, and nothing here can be changed"
      : "what Heap sends is kept, and nothing is sent to Braze";
  return `${HOLD_WORDS[hold].is}: ${meaning}.`;
}
