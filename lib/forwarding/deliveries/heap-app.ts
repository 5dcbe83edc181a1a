import { OWED_BY_SOURCE } from "@/lib/forwarding/user-properties/take-owed";
import { anyLength } from "@/lib/kernel/any-length";
import { coalesce } from "@/lib/kernel/coalesce";
import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { type Admission, admitCall, type Circuit, PROBE_SECONDS } from "@/lib/vendors/circuit";

/** Apps read or noted in one statement. Our choice. */
const MOST_TOGETHER = 100;

/** Whether a Heap app may be called, and whether a success would change what is known of it. */
export type AppAdmission = Admission & { isSound: boolean };

interface AppCircuit extends Circuit {
  isSound: boolean;
}

/**
 * Decides whether a Heap app may be called now (`admitCall`). With `probe` the probe is the caller's until it notes a
 * success, a failure or a wait, or leaves. A wait after a failed call is everybody's, from the first failure on: one
 * limit of Heap holds for all calls to an app.
 */
export async function enterHeapApp(heapApp: string): Promise<AppAdmission> {
  const circuit = await readCircuit(heapApp);
  if (!circuit) return { kind: "go", isSound: true };
  const { isSound, failures, waitSeconds } = circuit;
  if (failures > 0 && waitSeconds > 0) return { kind: "wait", seconds: Math.ceil(waitSeconds), isSound };
  const admission = { ...admitCall(circuit), isSound };
  if (admission.kind !== "probe") return admission;

  const { rowCount } = await pool.query(
    `UPDATE heap_app SET probe_until = now() + make_interval(secs => $2)
     WHERE key = $1 AND COALESCE(GREATEST(probe_until, resume_at) <= now(), true)`,
    [heapApp, PROBE_SECONDS],
  );
  return rowCount ? admission : { kind: "wait", seconds: PROBE_SECONDS, isSound };
}

const readCircuit = coalesce(
  async (heapApps: readonly string[]) => {
    const { rows } = await pool.query<AppCircuit & { key: string }>({
      name: "read-heap-apps",
      text: `SELECT key, failures, GREATEST(0, extract(epoch FROM resume_at - now()))::float8 AS "waitSeconds",
                    GREATEST(0, extract(epoch FROM probe_until - now()))::float8 AS "probeSeconds",
                    failures = 0 AND probe_until IS NULL AND refused_since IS NULL AS "isSound"
             FROM unnest(${anyLength("$1::text[]")}) AS asked (key) JOIN heap_app USING (key)`,
      values: [heapApps],
    });
    const circuits = new Map(rows.map(({ key, ...circuit }) => [key, circuit]));
    return heapApps.map((heapApp) => circuits.get(heapApp) ?? null);
  },
  { most: MOST_TOGETHER },
);

/** Ends a probe that made no call. */
export async function leaveHeapApp(heapApp: string): Promise<void> {
  await pool.query("UPDATE heap_app SET probe_until = NULL WHERE key = $1", [heapApp]);
}

/**
 * Records that a process begins a slice of forwarding to a Heap app; the app's turn is the caller's.
 * @returns how many slices before it began and never ended well, in a row: they ended with their process, or threw
 */
export const noteBegin: (heapApp: string) => Promise<number> = coalesce(
  async (heapApps: readonly string[]) => {
    const { rows } = await pool.query<{ key: string; open: number }>({
      name: "note-begin",
      text: `INSERT INTO heap_app (key, open_slices, slice_begun_at)
             SELECT key, 1, now() FROM unnest(${anyLength("$1::text[]")}) AS begun (key) ORDER BY key
             ON CONFLICT (key) DO UPDATE SET touched_at = now(), resume_at = NULL,
               open_slices = heap_app.open_slices + 1, slice_begun_at = now()
             RETURNING key, open_slices AS open`,
      values: [heapApps],
    });
    const open = new Map(rows.map((row) => [row.key, row.open]));
    return heapApps.map((heapApp) => (open.get(heapApp) ?? 1) - 1);
  },
  { most: MOST_TOGETHER },
);

/** Records that a slice ended well, whatever it achieved; the app's turn is the caller's. */
export const noteEnd: (heapApp: string) => Promise<unknown> = coalesce(
  async (heapApps: readonly string[]) => {
    await pool.query({
      name: "note-end",
      text: `UPDATE heap_app a SET open_slices = 0 FROM unnest(${anyLength("$1::text[]")}) AS ended (key)
             WHERE a.key = ended.key`,
      values: [heapApps],
    });
    return heapApps;
  },
  { most: MOST_TOGETHER },
);

/** Records that Heap accepted a call: resets the count of failures in a row. */
export async function noteSuccess(heapApp: string): Promise<void> {
  await pool.query({
    name: "note-success",
    text: `UPDATE heap_app SET touched_at = now(), failures = 0, probe_until = NULL, refused_since = NULL, refused_words = NULL
           WHERE key = $1`,
    values: [heapApp],
  });
}

/** Records that Heap refuses everything for this app id. The alert `heap_app_refused` follows from this. */
export async function noteAppRefused(heapApp: string, words: string): Promise<void> {
  await pool.query(
    `INSERT INTO heap_app (key, refused_since, refused_words) VALUES ($1, now(), $2)
     ON CONFLICT (key) DO UPDATE SET refused_since = COALESCE(heap_app.refused_since, now()), refused_words = $2`,
    [heapApp, words],
  );
}

/** Records that the app waits: until then an accepted batch needs no nudge and the sweep leaves the app alone. */
export async function noteWait(heapApp: string, waitSeconds: number): Promise<void> {
  await pool.query(
    `INSERT INTO heap_app (key, resume_at) VALUES ($1, now() + make_interval(secs => $2))
     ON CONFLICT (key) DO UPDATE SET touched_at = now(), resume_at = EXCLUDED.resume_at, probe_until = NULL`,
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

/**
 * Heap apps with pending batches or owed user properties that nobody seems to work on: the sweep sends them again. Each with the customer of
 * one of its sources.
 */
export async function findStalledHeapApps(): Promise<{ heapApp: string; customerId: string }[]> {
  const { rows } = await pool.query<{ heapApp: string; customerId: string }>(
    `SELECT DISTINCT ON (s.heap_app) s.heap_app AS "heapApp", s.customer_id AS "customerId"
     FROM source s
     JOIN customer c ON c.id = s.customer_id
     LEFT JOIN heap_app a ON a.key = s.heap_app
     WHERE ${SOURCE_FLOWS}
       AND (EXISTS (SELECT FROM batch b WHERE b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL)
         OR (s.user_properties <> '[]' AND COALESCE(a.properties_resume_at, '-infinity') < now()
           AND EXISTS (SELECT FROM user_property p WHERE ${OWED_BY_SOURCE})))
       AND COALESCE(GREATEST(a.touched_at, a.resume_at), '-infinity') < now() - interval '30 s'`,
  );
  return rows;
}
