import { ALIAS_LABEL, IDENTIFIER_KIND } from "@/lib/cohorts/members/identifier-of-members";
import { inTransaction } from "@/lib/kernel/database";
import type { IdentifierKind } from "@/prisma/generated/enums";

/**
 * How many ids to ask about. 200 give an interval of at most 7 points either way and take 4 calls; device ids and addresses take a
 * call each, and an id under two identifiers up to two, of which Braze allows 250 a minute for all tools of a workspace
 * together.
 */
const SAMPLE_SIZE: Record<IdentifierKind, number> = {
  external_id: 200,
  alias: 200,
  device_id: 50,
  external_id_or_device_id: 50,
  email: 50,
  phone: 50,
};

/**
 * Draws a check's sample, once: every member of the segment is as likely as any other. A million members are read in
 * one pass that holds only the sample; a repeat finds the first sample.
 */
export async function drawSample(matchCheckId: string): Promise<void> {
  await inTransaction(async (sql) => {
    const { rows } = await sql.query<{
      segmentId: string;
      customerId: string;
      identifierKind: IdentifierKind;
    }>(
      `UPDATE match_check k SET state = 'running', started_at = now(), touched_at = now(),
              identifier_kind = ${IDENTIFIER_KIND},
              alias_label = ${ALIAS_LABEL}
       FROM segment s JOIN destination d ON d.id = s.destination_id
       WHERE k.id = $1 AND k.state = 'queued' AND s.id = k.segment_id
       RETURNING k.segment_id AS "segmentId", k.customer_id AS "customerId",
                 k.identifier_kind AS "identifierKind"`,
      [matchCheckId],
    );
    const [check] = rows;
    if (!check) return;

    // One statement sees one moment: the members counted are those that the sample is drawn from.
    await sql.query(
      `WITH drawn AS (
         SELECT m.user_key, random() AS place FROM member m WHERE m.segment_id = $2 AND m.wanted
         ORDER BY place LIMIT $4
       ), kept AS (
         INSERT INTO sampled_id (match_check_id, position, customer_id, user_key)
         SELECT $1, row_number() OVER (ORDER BY place), $3, user_key FROM drawn
       )
       UPDATE match_check SET sampled = (SELECT count(*) FROM drawn),
              population = (SELECT count(*) FROM member m WHERE m.segment_id = $2 AND m.wanted)
       WHERE id = $1`,
      [matchCheckId, check.segmentId, check.customerId, SAMPLE_SIZE[check.identifierKind]],
    );
  });
}
