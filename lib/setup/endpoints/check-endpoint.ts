import { pool } from "@/lib/kernel/database";
import { CUSTOMER_IS_OPEN } from "@/lib/kernel/holds/hold-rule";
import { hashToken } from "@/lib/kernel/secrets/token";
import { ENDPOINT_WORKS } from "./endpoint-view";

/** Whether the bearer token with this hash, `$2` of the statement, is the one of a `source s`, in SQL; null when it needs one and got none. */
export const BEARER_FITS = "s.bearer_token_hash IS NULL OR s.bearer_token_hash = $2";

/** What a sender is, by what the headers of a request say. */
export type SenderCheck =
  | { kind: "known"; customerId: string }
  | { kind: "unknown_endpoint" }
  | { kind: "unauthorized" };

/**
 * Whether an address is ours and still works, and whether the bearer token is right where one is needed. A quick
 * check before spending work on a body: accepting checks this again, and more.
 * @throws when the database does not answer
 */
export async function checkEndpoint(token: string, bearerToken: string | null): Promise<SenderCheck> {
  const { rows } = await pool.query<{ authorised: boolean | null; customerId: string }>({
    name: "check-endpoint",
    text: `SELECT ${BEARER_FITS} AS authorised, e.customer_id AS "customerId"
           FROM endpoint e
           JOIN customer c ON c.id = e.customer_id
           LEFT JOIN source s ON s.id = e.source_id
           WHERE e.token_hash = $1 AND ${ENDPOINT_WORKS} AND ${CUSTOMER_IS_OPEN}`,
    values: [hashToken(token), bearerToken === null ? null : hashToken(bearerToken)],
  });
  const [found] = rows;
  if (!found) return { kind: "unknown_endpoint" };
  return found.authorised ? { kind: "known", customerId: found.customerId } : { kind: "unauthorized" };
}
