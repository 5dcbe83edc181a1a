import { pool } from "@/lib/kernel/database";

/** A batch is read this many times if the process ends each time; then it is set aside. */
const MAX_READINGS = 5;

/**
 * Notes that a batch is about to be read, in case that ends the process.
 * @returns false when it was under way too often: do not read it again
 */
export async function beginReading(batchId: string): Promise<boolean> {
  const { rows } = await pool.query<{ readings: number }>(
    "UPDATE batch SET readings = readings + 1 WHERE id = $1 RETURNING readings",
    [batchId],
  );
  return (rows[0]?.readings ?? 0) <= MAX_READINGS;
}

/** Notes that reading these batches has not ended the process. */
export async function endReading(batchIds: readonly string[]): Promise<void> {
  await pool.query("UPDATE batch SET readings = 0 WHERE id = ANY ($1::uuid[])", [batchIds]);
}

/**
 * Notes that a batch cannot be read and that its events are quarantined, so that the others flow. The alert
 * `batch_set_aside` follows from this.
 */
export async function setAside(batchId: string): Promise<void> {
  await pool.query("UPDATE batch SET set_aside_at = now() WHERE id = $1 AND set_aside_at IS NULL", [batchId]);
}
