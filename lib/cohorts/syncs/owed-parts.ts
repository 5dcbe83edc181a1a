import { type OwedMember, takeOwed } from "@/lib/cohorts/members/owed-members";
import { pool } from "@/lib/kernel/database";
import { MAX_IDS_PER_CALL } from "@/lib/vendors/braze/cohort-changes";

/** The owed members of a segment in parts of one call each. */
export interface OwedParts {
  /** The next part; null when there is none, for now. One caller at a time. */
  next(): Promise<readonly OwedMember[] | null>;
  /** Gives back a part that was refused as a whole: its halves come next. */
  halve(part: readonly OwedMember[]): void;
}

/**
 * Reads a segment's owed members once, in the order of user keys, the next thousand while the last is on its way. The
 * order only goes up and halves share nobody, so an id is in no two parts that are out at a time: what becomes owed
 * behind is for the next reading.
 */
export function readOwedParts(segmentId: string): OwedParts {
  const halves: (readonly OwedMember[])[] = [];
  let afterKey = "";
  let ahead: Promise<OwedMember[]> | null = null;

  const read = () => {
    const reading = takeOwed(pool, segmentId, afterKey, MAX_IDS_PER_CALL);
    // Thrown to whoever takes the part; if nobody does, it does not matter.
    reading.catch(() => undefined);
    return reading;
  };

  return {
    async next() {
      const half = halves.pop();
      if (half) return half;

      const members = await (ahead ?? read());
      const last = members.at(-1);
      afterKey = last?.userKey ?? afterKey;
      ahead = last ? read() : null;
      return last ? members : null;
    },
    halve(part) {
      const middle = Math.ceil(part.length / 2);
      halves.push(part.slice(middle), part.slice(0, middle));
    },
  };
}
