/** One measured number, or the ratio of two of them. */
export interface Figure {
  /** What was measured, unique in its part. */
  name: string;
  value: number;
  unit:
    | "requests/s"
    | "events/s"
    | "users/s"
    | "calls"
    | "rows/s"
    | "runs/min"
    | "steps/min"
    | "hints/min"
    | "transactions"
    | "s"
    | "ms"
    | "MB"
    | "kB"
    | "bytes"
    | "%"
    | "times"
    | "screens";
  /** What it means, such as its share of a bound. */
  note?: string;
  /** The bound to keep; the report says whether the figure keeps it. */
  target?: { atLeast: number } | { atMost: number };
}

/** What one part of the benchmark found. Each part runs in its own process, so its peak memory is its own. */
export interface PartResult {
  part: string;
  figures: Figure[];
}

/** The most memory this process has held so far. */
export function peakMemory(): Figure {
  return { name: "peak memory", value: process.resourceUsage().maxRSS / 1_024, unit: "MB" };
}

/** Whether a figure keeps its bound; null if it has none. */
export function verdictOf({ value, target }: Figure): "met" | "missed" | null {
  if (!target) return null;
  return ("atLeast" in target ? value >= target.atLeast : value <= target.atMost) ? "met" : "missed";
}

/** `value` as a share of `floor`. */
export function shareOf(name: string, value: number, floor: number): Figure {
  return { name, value: (value / floor) * 100, unit: "%" };
}

/** Hands the part's result, as the last line of its output, to the process that started it. */
export function printResult(result: PartResult): void {
  console.log(JSON.stringify(result));
}
