import { bucketStarts, type HistoryRange } from "./history-range";

/** Counts by name. */
export type Counts<Name extends string> = Record<Name, number>;

/** Counts of a range by bucket, their sums, and the sums of the range before it. */
export interface Series<Name extends string> {
  buckets: (Counts<Name> & { start: string })[];
  total: Counts<Name>;
  before: Counts<Name>;
}

/**
 * Counts as a series: a bucket without counts has zeros. Pure.
 * @param rows counts of both ranges, each with the start of its bucket
 */
export function toSeries<Name extends string>(
  range: HistoryRange,
  names: readonly Name[],
  rows: readonly (Counts<Name> & { start: Date })[],
): Series<Name> {
  const sum = (chosen: readonly Counts<Name>[]) =>
    Object.fromEntries(
      names.map((name) => [name, chosen.reduce((total, row) => total + row[name], 0)]),
    ) as Counts<Name>;
  const byStart = new Map(rows.map((row) => [row.start.getTime(), row]));
  const starts = bucketStarts(range);
  return {
    buckets: starts.map((ms) => {
      const row = byStart.get(ms);
      return { start: new Date(ms).toISOString(), ...sum(row ? [row] : []) };
    }),
    total: sum(rows.filter(({ start }) => start.getTime() >= range.fromMs)),
    before: sum(rows.filter(({ start }) => start.getTime() < range.fromMs)),
  };
}
