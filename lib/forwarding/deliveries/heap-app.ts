import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";

/**
 * Records that a process begins a slice of forwarding to a Heap app.
 * @returns how many slices before it began and never ended, in a row: with their process, as a rule
 */
export async function noteBegin(heapApp: string): Promise<number> {
  const { rows } = await pool.query<{ open: number }>({
    name: "note-begin",
    text: `INSERT INTO heap_app (key, open_slices) VALUES ($1, 1)
           ON CONFLICT (key) DO UPDATE SET touched_at = now(), resume_at = NULL,
             open_slices = heap_app.open_slices + 1
           RETURNING open_slices AS open`,
    values: [heapApp],
  });
  return (rows[0]?.open ?? 1) - 1;
}

/** Records that a slice came to its end, whatever it achieved. */
export async function noteEnd(heapApp: string): Promise<void> {
  await pool.query({
    name: "note-end",
    text: "UPDATE heap_app SET open_slices = 0 WHERE key = $1",
    values: [heapApp],
  });
}

/** Records that Heap accepted a call: resets the count of failures in a row. */
export async function noteSuccess(heapApp: string): Promise<void> {
  await pool.query({
    name: "note-success",
    text: "UPDATE heap_app SET touched_at = now(), failures = 0 WHERE key = $1",
    values: [heapApp],
  });
}

/** Records that the app waits: until then an accepted batch needs no nudge and the sweeper leaves the app alone. */
export async function noteWait(heapApp: string, waitSeconds: number): Promise<void> {
  await pool.query(
    `INSERT INTO heap_app (key, resume_at) VALUES ($1, now() + make_interval(secs => $2))
     ON CONFLICT (key) DO UPDATE SET touched_at = now(), resume_at = EXCLUDED.resume_at`,
    [heapApp, waitSeconds],
  );
}

/**
 * Records one more failed call in a row, and a wait of `waitFor(failures)`.
 * @returns that wait in seconds
 */
export async function noteFailure(heapApp: string, waitFor: (failures: number) => number): Promise<number> {
  const { rows } = await pool.query<{ failures: number }>(
    `INSERT INTO heap_app (key, failures) VALUES ($1, 1)
     ON CONFLICT (key) DO UPDATE SET failures = heap_app.failures + 1 RETURNING failures`,
    [heapApp],
  );
  const waitSeconds = waitFor(rows[0]?.failures ?? 1);
  await noteWait(heapApp, waitSeconds);
  return waitSeconds;
}

/** Heap apps with pending batches that nobody seems to work on: the sweeper sends them again. */
export async function findStalledHeapApps(): Promise<string[]> {
  const { rows } = await pool.query<{ heapApp: string }>(
    `SELECT DISTINCT s.heap_app AS "heapApp"
     FROM source s
     JOIN customer c ON c.id = s.customer_id
     LEFT JOIN heap_app a ON a.key = s.heap_app
     WHERE ${SOURCE_FLOWS}
       AND EXISTS (SELECT FROM batch b WHERE b.source_id = s.id AND b.state = 'pending')
       AND COALESCE(GREATEST(a.touched_at, a.resume_at), '-infinity') < now() - interval '30 s'`,
  );
  return rows.map((row) => row.heapApp);
}
