/** The highest moment a UUIDv7 can hold, in milliseconds: 48 bits. */
const MAX_MS = 2 ** 48 - 1;

/**
 * The lowest id a batch received at this moment can have: batch ids are UUIDv7 and so begin with their time. A range
 * of time is thus a range of ids, which the indexes are sorted by.
 */
export function lowestBatchId(at: Date): string {
  const ms = Math.min(MAX_MS, Math.max(0, at.getTime()));
  const hex = ms.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
