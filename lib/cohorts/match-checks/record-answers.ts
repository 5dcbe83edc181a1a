import { inTransaction, pool } from "@/lib/kernel/database";

/** An id of the sample that Braze has not been asked about yet. */
export interface UnaskedId {
  position: number;
  userKey: string;
}

/** The next ids to ask about, in the order of the sample. */
export async function takeUnasked(matchCheckId: string, limit: number): Promise<UnaskedId[]> {
  const { rows } = await pool.query<UnaskedId>(
    `SELECT position, user_key AS "userKey" FROM sampled_id
     WHERE match_check_id = $1 AND known IS NULL ORDER BY position LIMIT $2`,
    [matchCheckId, limit],
  );
  return rows;
}

/** Records Braze's answer about some ids. The counts are taken from the rows, so a repeat changes nothing. */
export async function recordAnswers(
  matchCheckId: string,
  asked: readonly UnaskedId[],
  known: ReadonlySet<string>,
): Promise<void> {
  await inTransaction(async (sql) => {
    await sql.query("SELECT FROM match_check WHERE id = $1 FOR UPDATE", [matchCheckId]);
    await sql.query(
      `UPDATE sampled_id i SET known = a.known FROM unnest($2::int[], $3::boolean[]) AS a (position, known)
       WHERE i.match_check_id = $1 AND i.position = a.position`,
      [matchCheckId, asked.map(({ position }) => position), asked.map(({ userKey }) => known.has(userKey))],
    );
    await sql.query(
      `UPDATE match_check k SET asked = i.asked, known = i.known, calls = calls + 1, failed_attempts = 0,
              retry_at = NULL, error = NULL, touched_at = now()
       FROM (SELECT count(known) AS asked, count(*) FILTER (WHERE known) AS known
             FROM sampled_id WHERE match_check_id = $1) i
       WHERE k.id = $1 AND k.state = 'running'`,
      [matchCheckId],
    );
  });
}
