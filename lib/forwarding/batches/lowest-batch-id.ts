/** The highest time a UUIDv7 can hold, in milliseconds: 48 bits. */
const MAX_MS = 2 ** 48 - 1;

/**
 * The lowest possible id of a batch received at this time: batch ids are UUIDv7 and begin with their time. A range of
 * time is therefore a range of ids, by which the indexes are sorted.
 */
export function lowestBatchId(at: Date): string {
  const ms = Math.min(MAX_MS, Math.max(0, at.getTime()));
  const hex = ms.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
