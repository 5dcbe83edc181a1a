import { pool } from "@/lib/kernel/database";
import { hashToken } from "@/lib/kernel/secrets/token";

/**
 * Whether an address is ours and still works, by its token. A quick check before spending work on a request:
 * accepting checks this again, and more.
 * @throws when the database does not answer
 */
export async function isKnownEndpoint(token: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "is-known-endpoint",
    text: `SELECT FROM endpoint
           WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    values: [hashToken(token)],
  });
  return rowCount === 1;
}
