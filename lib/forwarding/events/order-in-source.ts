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
