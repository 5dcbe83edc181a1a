/** Room for clocks that differ: what a window holds is decided by its time column, the id only leads there. */
const SPARE = "interval '10 min'";

/**
 * The first id of the last `window` ("1 h", "24 h"), in SQL: our ids are UUIDs of version 7, which begin with the
 * millisecond they were made in, so an index on ids finds what is new without reading what is old.
 */
export function idSince(window: string): string {
  return idAt(`now() - interval '${window}' - ${SPARE}`);
}

/** The first id a moment can have, in SQL; `moment` is an expression of our own. */
export function idAt(moment: string): string {
  return `(lpad(to_hex((extract(epoch FROM ${moment}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;
}
