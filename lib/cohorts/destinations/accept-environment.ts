import type { Sql } from "@/lib/kernel/database";

/**
 * From now on pages of the Heap environment that posted to the destination unexpectedly count as right: a person has
 * said so. Locks the destination.
 */
export async function acceptEnvironment(sql: Sql, destinationId: string): Promise<void> {
  await sql.query(
    `UPDATE destination
     SET accepted_id_tokens = array_append(array_remove(accepted_id_tokens, other_id_token), other_id_token),
         other_id_token = NULL, other_id_token_at = NULL
     WHERE id = $1::uuid AND other_id_token IS NOT NULL`,
    [destinationId],
  );
}
