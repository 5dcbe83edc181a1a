import { pool } from "@/lib/kernel/database";
import { CUSTOMER_IS_OPEN } from "@/lib/kernel/holds/hold-rule";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken } from "@/lib/kernel/secrets/token";
import { ENDPOINT_WORKS } from "@/lib/setup/endpoints/endpoint-view";

/** A destination as its endpoint knows it. */
export interface AddressedDestination {
  destinationId: string;
  customerId: string;
  heapIdToken: string | null;
  /** Of other Heap environments whose pages a person has accepted. */
  acceptedIdTokens: string[];
  /** So much of the customer was stored today that nothing more is stored. */
  isSpent: boolean;
  /** Active webhook secrets, newest first; without one, unsigned pages are accepted. */
  webhookSecrets: string[];
}

/** Heap's secret can be replaced without a gap: for a while both the old and the new one are valid. */
const MAX_WEBHOOK_SECRETS = 2;

/**
 * The destination behind an endpoint's token; null when the token is unknown, revoked or past its overlap, or its
 * customer is archived.
 * @throws Error when a stored secret does not decrypt: that is our fault, never the sender's
 */
export async function findDestinationByToken(token: string): Promise<AddressedDestination | null> {
  const { rows } = await pool.query<Omit<AddressedDestination, "webhookSecrets"> & { secrets: string[] }>({
    name: "find-destination-by-token",
    text: `SELECT d.id AS "destinationId", d.customer_id AS "customerId", d.heap_id_token AS "heapIdToken",
                  d.accepted_id_tokens AS "acceptedIdTokens",
                  c.spent_since IS NOT NULL AS "isSpent",
                  ARRAY(SELECT w.secret_enc FROM webhook_secret w
                        WHERE w.destination_id = d.id AND w.revoked_at IS NULL
                        ORDER BY w.created_at DESC, w.id DESC LIMIT $2) AS secrets
           FROM endpoint e
           JOIN destination d ON d.id = e.destination_id
           JOIN customer c ON c.id = d.customer_id
           WHERE e.token_hash = $1 AND ${ENDPOINT_WORKS}
             AND ${CUSTOMER_IS_OPEN}`,
    values: [hashToken(token), MAX_WEBHOOK_SECRETS],
  });
  const [found] = rows;
  if (!found) return null;

  const { secrets, ...destination } = found;
  const place = { customerId: found.customerId, field: "webhook_secret" } as const;
  return { ...destination, webhookSecrets: secrets.map((secret) => decryptSecret(secret, place)) };
}
