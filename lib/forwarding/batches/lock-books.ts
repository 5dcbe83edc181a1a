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
