/** Allowance for clocks that differ: the time column decides what is in a window, the id only finds the place. */
const SPARE = "interval '10 min'";

/**
 * The first id of the last `window` ("1 h", "24 h"), in SQL: our ids are UUIDs of version 7, which begin with the
 * millisecond of their creation, so an index on ids finds new rows without reading old ones.
 */
export function idSince(window: string): string {
  return idAt(`now() - interval '${window}' - ${SPARE}`);
}

/** The lowest id possible at a moment, in SQL; `moment` is a trusted expression. */
export function idAt(moment: string): string {
  return `(lpad(to_hex((extract(epoch FROM ${moment}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;
}
