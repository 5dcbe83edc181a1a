/** Room for clocks that differ: what a window holds is decided by its time column, the id only leads there. */
const SPARE = "interval '10 min'";

/**
 * The first id of the last `window` ("1 h", "24 h"), in SQL: our ids are UUIDs of version 7, which begin with the
 * millisecond they were made in, so an index on ids finds what is new without reading what is old.
 */
export function idSince(window: string): string {
  return `(lpad(to_hex((extract(epoch FROM now() - interval '${window}' - ${SPARE}) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid`;
}
