import { anyLength } from "@/lib/kernel/any-length";
import type { Sql } from "@/lib/kernel/database";

/**
 * How the statements of such a transaction are planned. They look rows up one by one, so no table is read whole: a plan that a
 * connection made while the coming week was empty is still in use when that week fills. And a prepared one is planned once,
 * however few events it has: for one or two the planner would hold a plan of their own for cheaper each time, and making it
 * takes longer than the work.
 */
const PLANNED =
  "set_config('enable_seqscan', 'off', true) || set_config('plan_cache_mode', 'force_generic_plan', true)";

/**
 * Lets whatever writes to the events of a source take turns, until the transaction ends: so the look for an event id sees what
 * the others recorded.
 */
export async function lockBooks(sql: Sql, sourceId: string): Promise<void> {
  await sql.query({
    name: "lock-books",
    text: `SELECT pg_advisory_xact_lock(hashtextextended($1, 2)), ${PLANNED}`,
    values: [sourceId],
  });
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
  }>({
    name: "try-lock-books",
    text: `SELECT id, ${PLANNED} || set_config('lock_timeout', '${PATIENCE_MS}', true) AS settings
           FROM unnest(${anyLength("$1::text[]")}) AS asked (id)
           WHERE pg_try_advisory_xact_lock(hashtextextended(id, 2))`,
    values: [sourceIds],
  });
  return new Set(rows.map(({ id }) => id));
}
