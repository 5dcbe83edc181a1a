import { pool } from "@/lib/kernel/database";
import { DESTINATION_HOLD, type DestinationHold } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS } from "@/lib/kernel/holds/team-words";
import type { IdentifierKind, MatchCheckState } from "@/prisma/generated/enums";

/** A check with everything that a slice of it needs. */
export interface LoadedCheck {
  id: string;
  state: MatchCheckState;
  customerId: string;
  brazeInstance: string;
  restApiKeyEnc: string | null;
  /** How Braze is asked for the ids; null until the sample is drawn. */
  identifierKind: IdentifierKind | null;
  aliasLabel: string | null;
  sampled: number;
  /** Why it must end now; null when it may continue. */
  stopBecause: string | null;
  /** Remaining back-off; 0 when none. */
  retryInSeconds: number;
  /** Failed calls in a row. */
  failedAttempts: number;
}

/** Reads a check; null when there is none with this id. */
export async function loadCheck(matchCheckId: string): Promise<LoadedCheck | null> {
  const { rows } = await pool.query<Omit<LoadedCheck, "stopBecause"> & { hold: DestinationHold | null }>(
    `SELECT k.id, k.state, k.customer_id AS "customerId", d.braze_instance AS "brazeInstance",
            d.rest_api_key_enc AS "restApiKeyEnc", k.identifier_kind AS "identifierKind",
            k.alias_label AS "aliasLabel", k.sampled,
            ${DESTINATION_HOLD} AS hold,
            GREATEST(0, extract(epoch FROM k.retry_at - now()))::float AS "retryInSeconds",
            k.failed_attempts AS "failedAttempts"
     FROM match_check k JOIN destination d ON d.id = k.destination_id JOIN customer c ON c.id = k.customer_id
     WHERE k.id = $1`,
    [matchCheckId],
  );
  if (!rows[0]) return null;

  const { hold, ...check } = rows[0];
  return { ...check, stopBecause: hold && HOLD_WORDS[hold].was };
}

/** Whether a check is over. */
export function isOver({ state }: Pick<LoadedCheck, "state">): boolean {
  return state !== "queued" && state !== "running";
}
