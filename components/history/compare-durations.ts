import { valueWords } from "@/components/ui/flow-series";
import { beforeWords, isBeforeKnown } from "./compare";

/** How long something took in the range before, in words; null if nobody knows. */
export function compareDurations(
  beforeSeconds: number | null | undefined,
  range: Parameters<typeof isBeforeKnown>[0],
): string | null {
  if (!isBeforeKnown(range) || beforeSeconds == null) return null;
  return `${valueWords(beforeSeconds, "seconds")} in ${beforeWords(range)}`;
}
