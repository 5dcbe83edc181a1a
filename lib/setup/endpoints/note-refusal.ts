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
      text: `UPDATE endpoint SET last_refused_at = now(), last_refused_status = $2, last_refused_reason = $3
             WHERE token_hash = $1
               AND (last_refused_at IS NULL OR last_refused_at < now() - interval '1 min'
                    OR (last_refused_status IN (400, 413) AND $2 NOT IN (400, 413)))`,
      values: [hashToken(token), refusal.status, refusal.reason],
    });
  } catch (err) {
    log.warn({ err }, "a refused request could not be noted");
  }
}
