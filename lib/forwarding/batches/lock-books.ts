import type { Sql } from "@/lib/kernel/database";

/**
 * Lets whatever writes to the events of a source take turns, until the transaction ends: so the look for an event id sees what
 * the others recorded. Its statements look rows up one by one, so the planner is kept off reading a table whole: a plan that
 * a connection made while the coming week was empty is still in use when that week fills.
 */
export async function lockBooks(sql: Sql, sourceId: string): Promise<void> {
  await sql.query(
    "SELECT pg_advisory_xact_lock(hashtextextended($1, 2)), set_config('enable_seqscan', 'off', true)",
    [sourceId],
  );
}

/** A transaction for many sources waits no longer than this for a row that somebody else has. */
const PATIENCE_MS = 1_000;

/**
 * `lockBooks` for several sources at once. Nobody is waited for: a source whose books somebody else has locked is left out.
 * @returns the sources that are locked
 */
export async function tryLockBooks(sql: Sql, sourceIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql.query<{
    id: string;
    settings: string | null;
  }>(
    `SELECT id, set_config('enable_seqscan', 'off', true) || set_config('lock_timeout', '${PATIENCE_MS}', true) AS settings
     FROM unnest($1::text[]) AS asked (id) WHERE pg_try_advisory_xact_lock(hashtextextended(id, 2))`,
    [sourceIds],
  );
  return new Set(rows.map(({ id }) => id));
}
