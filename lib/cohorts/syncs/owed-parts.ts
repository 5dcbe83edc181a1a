import { type OwedBy, type OwedMember, takeOwed } from "@/lib/cohorts/members/owed-members";
import { pool } from "@/lib/kernel/database";

/** The owed members of a segment, in parts of one call each. */
export interface OwedParts {
  /** The next part; null when there is none. One caller at a time. */
  next(): Promise<readonly OwedMember[] | null>;
  /** Returns a part that was refused as a whole: its halves come next. */
  halve(part: readonly OwedMember[]): void;
}

/**
 * Reads a segment's owed members once, ordered by user key, the next part while the last is on its way. The order
 * only goes up and halves do not overlap, so no id is in two parts that are out at the same time: what becomes owed
 * behind the current position, or after a part that was not full, is left to the next reading.
 * @param maxMembers of a part
 */
export function readOwedParts(owedBy: OwedBy, maxMembers: number): OwedParts {
  const halves: (readonly OwedMember[])[] = [];
  let afterKey = "";
  let ahead: Promise<OwedMember[]> | null = null;
  let isEnded = false;

  const read = () => {
    const reading = takeOwed(pool, owedBy, afterKey, maxMembers);
    // Thrown to the caller that takes the part; if there is none, it does not matter.
    reading.catch(() => undefined);
    return reading;
  };

  return {
    async next() {
      const half = halves.pop();
      if (half) return half;

      if (isEnded) return null;

      const members = await (ahead ?? read());
      afterKey = members.at(-1)?.userKey ?? afterKey;
      isEnded = members.length < maxMembers;
      ahead = isEnded ? null : read();
      return members.length > 0 ? members : null;
    },
    halve(part) {
      const middle = Math.ceil(part.length / 2);
      const both = [part.slice(middle), part.slice(0, middle)];
      halves.push(...both.filter((half) => half.length > 0));
    },
  };
}
