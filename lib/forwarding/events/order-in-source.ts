import { COLUMNS, unpacked } from "@/lib/kernel/packed-events";

/**
 * The order of a source's events, in SQL, where no other filter leads to them: that of "event_source_id_batch_id_idx", which has one
 * entry for all events of a batch, so the places within it are sorted. A batch is never null; where nulls would be keeps the planner off
 * the primary key, which has the events of all other sources too (docs/decisions/040-bytes.md).
 * @param event how the statement names the table
 */
export function orderInSource(event: string, direction: "ASC" | "DESC"): string {
  return direction === "DESC"
    ? `${event}.batch_id DESC NULLS LAST, ${event}.index DESC`
    : `${event}.batch_id NULLS FIRST, ${event}.index`;
}

/**
 * The latest events of a source, in SQL, latest first: from its rows and its packs, which are merged as far as they are read.
 * @param limit how many at most, for each of the two and together
 */
export function latestOf(sourceId: string, limit: string): string {
  const from = (events: string) =>
    `(SELECT ${COLUMNS} FROM ${events} e WHERE e.source_id = ${sourceId} ORDER BY ${orderInSource("e", "DESC")} LIMIT ${limit})`;
  return `(
    SELECT * FROM (${from("event")} UNION ALL ${from(unpacked("event_pack p"))}) either
    ORDER BY ${orderInSource("either", "DESC")} LIMIT ${limit}
  )`;
}
