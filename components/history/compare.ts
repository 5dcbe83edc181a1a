import type { HistoryView } from "@/lib/insight/history/history-view";
import { counted } from "@/lib/kernel/words";

const HOUR_MS = 3_600_000;

/** From how many times as many on a share in percent says less than the factor. */
const FACTOR_FROM = 3;

/** What is compared: two ranges of the same length, and since when anything is counted. */
export type Range = Pick<HistoryView, "from" | "to" | "since" | "beforeFrom">;

/** "the 7 days before". */
export function beforeWords({ from, to }: Range): string {
  const hours = (Date.parse(to) - Date.parse(from)) / HOUR_MS;
  return hours % 24 > 0 || hours <= 24
    ? `the ${counted(hours, "hour")} before`
    : `the ${counted(hours / 24, "day")} before`;
}

/** Whether everything of the range before was counted. */
export function isBeforeKnown({ since, beforeFrom }: Range): boolean {
  return since !== null && Date.parse(since) <= Date.parse(beforeFrom);
}

/** How many there are against the range before, in words: "12% more than in the 7 days before"; null if nobody knows. */
export function compareCounts(now: number, before: number, range: Range): string | null {
  if (!isBeforeKnown(range)) return null;
  const than = beforeWords(range);
  if (before === 0) return now === 0 ? `None in ${than} either` : `None in ${than}`;
  if (now === 0) return `${before.toLocaleString("en-US")} in ${than}`;
  const words = changeWords(now, before);
  return words.endsWith("many") ? `${words} as in ${than}` : `${words} than in ${than}`;
}

/** How much more or fewer there are than before, which was some: "12% more". */
export function changeWords(now: number, before: number): string {
  if (now / before >= FACTOR_FROM) return `${Math.round(now / before)} times as many`;
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return "About as many";
  return `${Math.abs(percent)}% ${percent > 0 ? "more" : "fewer"}`;
}
