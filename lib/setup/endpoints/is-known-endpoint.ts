import { pool } from "@/lib/kernel/database";
import { hashToken } from "@/lib/kernel/secrets/token";
import { ENDPOINT_WORKS } from "./endpoint-view";

/**
 * Whether an address is ours and still works, by its token. A quick check before spending work on a request:
 * accepting checks this again, and more.
 * @throws when the database does not answer
 */
export async function isKnownEndpoint(token: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "is-known-endpoint",
    text: `SELECT FROM endpoint e WHERE e.token_hash = $1 AND ${ENDPOINT_WORKS}`,
    values: [hashToken(token)],
  });
  return rowCount === 1;
}
