import { pool } from "./database";

/** What is worked on slice by slice. */
export type Job =
  | "sync"
  | "replay"
  | "match_check"
  | "erasure"
  | "deletion"
  | "task"
  | "overlap"
  | "forwarding"
  | "user_properties"
  | "page";

/** So many in a row may have other causes: a deployment, a crash of something else, a database that was away. */
const CHANCE_SLICES = 4;

/** After this many in a row the job is to blame: with the waits between them they span more than five minutes. */
export const MAX_OPEN_SLICES = 10;

/** The first wait; each further one is twice as long. */
const FIRST_WAIT_SECONDS = 10;

/** What must not be dropped, such as an erasure, is tried again after this time. */
const NEXT_TRY_SECONDS = 24 * 3600;

/** What to do about a job that was given up. */
export const TELL_OPERATOR =
  "Ask the operator of Tributary to check the log from that time, then start it again.";

/** Whether a slice may begin. */
export type SliceStart = { kind: "go" } | { kind: "wait"; seconds: number } | { kind: "give_up" };

/** What to do instead of a slice that may not begin. */
interface Otherwise<Slice> {
  wait(seconds: number): Slice;
  /** Ends the job as failed, or opens an alert. The message says what happened. */
  giveUp(message: string): Promise<Slice>;
}

/**
 * Whether a slice may begin after `slices` in a row that ended their process or threw, the last of which began
 * `ageSeconds` ago. Such a job waits longer and longer, so that everything else goes on between its tries, and is given
 * up in the end. Pure.
 */
export function decideStart({ slices, ageSeconds }: { slices: number; ageSeconds: number }): SliceStart {
  if (slices >= MAX_OPEN_SLICES && ageSeconds < NEXT_TRY_SECONDS) return { kind: "give_up" };
  if (slices <= CHANCE_SLICES) return { kind: "go" };
  const waitSeconds = Math.min(NEXT_TRY_SECONDS, FIRST_WAIT_SECONDS * 2 ** (slices - CHANCE_SLICES - 1));
  const leftSeconds = waitSeconds - ageSeconds;
  return leftSeconds > 0 ? { kind: "wait", seconds: Math.ceil(leftSeconds) } : { kind: "go" };
}

/**
 * Runs a slice of a job, and remembers that it began until it has ended well: in this way slices are counted that ended
 * their process or threw, whatever they threw. What a job expects, such as a vendor's failure, it does not throw.
 * @param runSlice gets how many slices before it broke off in a row
 * @throws what the slice throws
 */
export async function withOpenSlice<Slice>(
  job: Job,
  subjectId: string,
  runSlice: (brokenOff: number) => Promise<Slice>,
  otherwise: Otherwise<Slice>,
): Promise<Slice> {
  const brokenOff = await findBrokenOff(job, subjectId);
  const start = brokenOff ? decideStart(brokenOff) : ({ kind: "go" } as const);
  if (start.kind === "wait") return otherwise.wait(start.seconds);
  if (start.kind === "give_up") {
    return otherwise.giveUp(
      `This was interrupted ${MAX_OPEN_SLICES} times in a row, by an error or because its process ended.`,
    );
  }

  if (brokenOff) {
    await pool.query(
      `INSERT INTO open_slice (job, subject_id, slices) VALUES ($1, $2, 1)
       ON CONFLICT (job, subject_id) DO UPDATE SET slices = open_slice.slices + 1, begun_at = now()`,
      [job, subjectId],
    );
  }
  const slice = await runSlice(brokenOff?.slices ?? 0);
  await forgetOpenSlices(job, subjectId);
  return slice;
}

/**
 * The slices of a job that broke off in a row. Nearly always there are none: then null, and the next one is remembered in the same
 * statement.
 */
async function findBrokenOff(
  job: Job,
  subjectId: string,
): Promise<{ slices: number; ageSeconds: number } | null> {
  const { rowCount } = await pool.query(
    "INSERT INTO open_slice (job, subject_id, slices) VALUES ($1, $2, 1) ON CONFLICT (job, subject_id) DO NOTHING",
    [job, subjectId],
  );
  if (rowCount) return null;

  const { rows } = await pool.query<{ slices: number; ageSeconds: number }>(
    `SELECT slices, extract(epoch FROM now() - begun_at)::float8 AS "ageSeconds"
     FROM open_slice WHERE job = $1 AND subject_id = $2`,
    [job, subjectId],
  );
  // Forgotten in the meantime: as if it had never broken off.
  return rows[0] ?? { slices: 0, ageSeconds: 0 };
}

/** Forgets how often a job broke off: after a slice that ended well, or when a person starts it again. */
export async function forgetOpenSlices(job: Job, subjectId: string): Promise<void> {
  await pool.query("DELETE FROM open_slice WHERE job = $1 AND subject_id = $2", [job, subjectId]);
}
