import { idAt } from "@/lib/kernel/api/id-since";
import { pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { hashToken } from "@/lib/kernel/secrets/token";

/**
 * Records at an endpoint that a request to it was refused, so that an alert can say so: at most once a minute, and
 * once more when first a body was refused and now a sender, who will be refused again. Works for revoked and expired
 * endpoints too; an unknown address leaves no trace, nor do 429 and 503, after which both vendors send again. Never
 * throws: the answer to the sender does not depend on it.
 */
export async function noteRefusal(token: string, refusal: { status: number; reason: string }): Promise<void> {
  if (refusal.status === 503 || refusal.status === 429) return;

  try {
    await pool.query({
      name: "note-refusal",
      text: `UPDATE endpoint SET last_refused_at = now(), last_refused_status = $2, last_refused_reason = $3,
               refused_again_at = CASE WHEN last_refused_at > now() - interval '15 min' AND ${WAS_ACCEPTED_SINCE}
                 THEN now() ELSE refused_again_at END
             WHERE token_hash = $1
               AND (last_refused_at IS NULL OR last_refused_at < now() - interval '1 min'
                    OR (last_refused_status IN (400, 413) AND $2 NOT IN (400, 413)))`,
      values: [hashToken(token), refusal.status, refusal.reason],
    });
  } catch (err) {
    log.warn({ err }, "a refused request could not be noted");
  }
}

/** Whether something was accepted between an `endpoint`'s last refusal and now, in SQL. */
const WAS_ACCEPTED_SINCE = `(
  COALESCE(last_probe_at > last_refused_at, false)
  OR EXISTS (
    SELECT FROM batch b WHERE b.source_id = endpoint.source_id AND b.id >= ${idAt("endpoint.last_refused_at")}
      AND b.received_at > endpoint.last_refused_at AND NOT b.is_simulated
  )
  OR EXISTS (
    SELECT FROM segment g
    WHERE g.destination_id = endpoint.destination_id AND g.last_page_at > endpoint.last_refused_at
  ))`;
