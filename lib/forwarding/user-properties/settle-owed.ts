import { pool } from "@/lib/kernel/database";
import { metrics } from "@/lib/kernel/metrics/registry";
import type { OwedUser } from "./take-owed";

/**
 * Records that Heap accepted these values. One that changed meanwhile stays owed, or is owed again: a process that was
 * stopped for a while may have sent an older value after a newer one.
 */
export async function settleAccepted(users: readonly OwedUser[]): Promise<void> {
  await pool.query(
    `UPDATE user_property p
     SET sent_value = n.value, sent_at = now(), refused_words = NULL,
         owed_since = CASE WHEN p.value = n.value THEN NULL ELSE COALESCE(p.owed_since, now()) END
     FROM unnest($1::uuid[], $2::jsonb[]) AS n (id, value) WHERE p.id = n.id`,
    valuesOf(users),
  );
  count("accepted", users);
}

/** Records that Heap refused one user's values, with its words. One that changed meanwhile stays owed. */
export async function settleRefused(user: OwedUser, words: string): Promise<void> {
  await pool.query(
    `UPDATE user_property p SET refused_words = $3, owed_since = NULL
     FROM unnest($1::uuid[], $2::jsonb[]) AS n (id, value) WHERE p.id = n.id AND p.value = n.value`,
    [...valuesOf([user]), words],
  );
  count("refused", [user]);
}

function count(result: "accepted" | "refused", users: readonly OwedUser[]): void {
  metrics.userProperties.inc(
    { result },
    users.reduce((sum, { rows }) => sum + rows.length, 0),
  );
}

function valuesOf(users: readonly OwedUser[]): [string[], string[]] {
  const rows = users.flatMap((user) => user.rows);
  return [rows.map(({ id }) => id), rows.map(({ value }) => JSON.stringify(value))];
}

/** Records an accepted call: the next failure is the first in a row again. */
export async function notePropertiesSent(heapApp: string): Promise<void> {
  await pool.query(
    `UPDATE heap_app SET property_failures = 0, properties_resume_at = NULL
     WHERE key = $1 AND (property_failures > 0 OR properties_resume_at IS NOT NULL)`,
    [heapApp],
  );
}

/** Records one more failed call in a row, after which the app's user properties wait for `waitFor(failures)` seconds. */
export async function notePropertiesFailed(
  heapApp: string,
  waitFor: (failures: number) => number,
): Promise<void> {
  const { rows } = await pool.query<{ failures: number }>(
    `INSERT INTO heap_app (key, property_failures) VALUES ($1, 1)
     ON CONFLICT (key) DO UPDATE SET property_failures = heap_app.property_failures + 1
     RETURNING property_failures AS failures`,
    [heapApp],
  );
  await pool.query(
    "UPDATE heap_app SET properties_resume_at = now() + make_interval(secs => $2) WHERE key = $1",
    [heapApp, waitFor(rows[0]?.failures ?? 1)],
  );
}
