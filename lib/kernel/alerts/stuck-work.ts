import { inTransaction, pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { type Job, MAX_OPEN_SLICES, withOpenSlice } from "@/lib/kernel/open-slices";
import { openAlert, resolveAlert } from "./open-alert";

/** A piece of work that is one of many, and that has no end of its own to fail with. */
interface Piece {
  job: Job;
  /** What it is about, such as a segment. */
  subjectId: string;
  customerId: string;
  /** What is not done while it breaks off, such as "processing what Heap sent for a segment". */
  doing: string;
}

/** What became of a piece: done, broken off just now, or not begun because it broke off too often. */
export type Worked<Result> = { kind: "done"; result: Result } | { kind: "broke_off" } | { kind: "waits" };

/**
 * Does one of many pieces of work, so that one which throws holds up none of the others: it is logged, and tried again with
 * them. After breaking off again and again it waits (`withOpenSlice`), and the alert `work_stuck` says so until it succeeds.
 */
export async function workApart<Result>(piece: Piece, work: () => Promise<Result>): Promise<Worked<Result>> {
  const { job, subjectId } = piece;
  let wasStuck = false;
  const done = async (brokenOff: number): Promise<Worked<Result>> => {
    wasStuck = brokenOff >= MAX_OPEN_SLICES;
    return { kind: "done", result: await work() };
  };
  try {
    const worked = await withOpenSlice<Worked<Result>>(job, subjectId, done, {
      wait: () => ({ kind: "waits" }),
      giveUp: async (happened) => {
        await noteStuck(piece, happened);
        return { kind: "waits" };
      },
    });
    if (wasStuck) await noteFreed(piece);
    return worked;
  } catch (err) {
    log.error({ err, job, subjectId }, "a piece of work broke off; the others go on");
    return { kind: "broke_off" };
  }
}

/** Opens the alert about work that breaks off again and again. @param happened said as its cause */
export async function noteStuck(
  { job, subjectId, customerId, doing }: Piece,
  happened: string,
): Promise<void> {
  await inTransaction((sql) =>
    openAlert(sql, {
      customerId,
      kind: "work_stuck",
      subject: subjectOf({ job, subjectId }),
      message: `Tributary keeps failing at ${doing}.`,
      cause: happened,
      nextAction:
        "Ask the operator of Tributary to check the log from that time. Nothing is lost: it is retried automatically, and other work continues.",
    }),
  );
}

/** Ends that alert, if it is open. */
export async function noteFreed({ job, subjectId, customerId }: Omit<Piece, "doing">): Promise<void> {
  const alert = { customerId, kind: "work_stuck", subject: subjectOf({ job, subjectId }) } as const;
  await resolveAlert(pool, alert);
}

function subjectOf({ job, subjectId }: Pick<Piece, "job" | "subjectId">): string {
  return `${job}:${subjectId}`;
}
