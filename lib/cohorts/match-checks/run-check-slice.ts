import { inTransaction, pool } from "@/lib/kernel/database";
import { VendorError } from "@/lib/kernel/errors";
import { TELL_OPERATOR, withOpenSlice } from "@/lib/kernel/open-slices";
import { counted } from "@/lib/kernel/words";
import { backOffSeconds } from "@/lib/vendors/back-off";
import { identifiersOf } from "@/lib/vendors/braze/cohort-changes";
import { MAX_EXPORT_IDS_PER_CALL } from "@/lib/vendors/braze/export-client";
import { NO_REST_API_KEY, restKeyRefusal } from "@/lib/vendors/braze/rest-key-refusal";
import { askBraze, type BrazeKnows } from "./ask-braze";
import { drawSample } from "./draw-sample";
import { isOver, type LoadedCheck, loadCheck } from "./load-check";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 20;
/** After this many failed calls in a row a check gives up: with the back-off that is about 25 minutes. */
const MAX_FAILED_ATTEMPTS = 10;

export interface CheckSlice {
  /** It is over: nothing more to do. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
}

const OVER: CheckSlice = { done: true, waitSeconds: 0 };

/**
 * Runs one bounded slice of a match check: draws the sample if there is none yet, then asks Braze about its ids until
 * all are answered, the time is up, or Braze wants us to wait. Each answer is recorded separately, so a killed
 * process repeats at most one question, which changes nothing; two processes at once only ask more than needed.
 */
export async function runCheckSlice(matchCheckId: string): Promise<CheckSlice> {
  return withOpenSlice("match_check", matchCheckId, () => checkSlice(matchCheckId), {
    wait: (waitSeconds) => ({ done: false, waitSeconds }),
    giveUp: async (error) => {
      await endCheck(matchCheckId, { error, nextAction: TELL_OPERATOR });
      return OVER;
    },
  });
}

async function checkSlice(matchCheckId: string): Promise<CheckSlice> {
  const deadlineMs = Date.now() + SLICE_SECONDS * 1_000;
  await drawSample(matchCheckId);

  while (Date.now() < deadlineMs) {
    const check = await loadCheck(matchCheckId);
    if (!check || isOver(check)) return OVER;
    if (check.retryInSeconds > 0) return { done: false, waitSeconds: Math.ceil(check.retryInSeconds) };

    const waitSeconds = await askNext(check);
    if (waitSeconds === null) return OVER;
    if (waitSeconds > 0) return { done: false, waitSeconds };
  }
  return { done: false, waitSeconds: 0 };
}

/** Asks about the next ids. Returns how long to wait before the next one; null when the check ended. */
async function askNext(check: LoadedCheck): Promise<number | null> {
  const { id, restApiKeyEnc, identifierKind } = check;
  if (check.stopBecause !== null) {
    return end(id, { error: check.stopBecause, nextAction: "Resume or restore it, then check again." });
  }
  if (check.sampled === 0 || identifierKind === null) {
    return end(id, {
      error: "The segment is now empty.",
      nextAction: "Check again when Heap has sent members.",
    });
  }
  if (restApiKeyEnc === null) return end(id, NO_REST_API_KEY);

  const identifiers = identifiersOf(identifierKind);
  const most = Math.min(...identifiers.map((identifier) => MAX_EXPORT_IDS_PER_CALL[identifier]));
  const asked = await takeUnasked(id, most);
  if (asked.length === 0) return end(id);

  try {
    const { calls, ...knows } = await askBraze(
      { ...check, restApiKeyEnc },
      identifiers,
      asked.map(({ userKey }) => userKey),
    );
    await recordAnswers(id, asked, knows, calls);
    return 0;
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    return handleFailure(check, err);
  }
}

async function handleFailure(check: LoadedCheck, err: VendorError): Promise<number | null> {
  const attempts = check.failedAttempts + 1;
  if (!err.retriable) return end(check.id, restKeyRefusal(err));
  if (attempts >= MAX_FAILED_ATTEMPTS) {
    return end(check.id, {
      error: `Braze answered none of ${counted(attempts, "call")}: “${err.words}”`,
      nextAction: "Check again later. Nothing is lost, and syncs are not affected.",
    });
  }

  const waitSeconds = Math.ceil(backOffSeconds(err, attempts, Math.random()));
  await pool.query(
    `UPDATE match_check SET failed_attempts = $2, retry_at = now() + make_interval(secs => $3), touched_at = now(), error = $4
     WHERE id = $1 AND state = 'running'`,
    [check.id, attempts, waitSeconds, `Waiting to ask again: ${err.words}`],
  );
  return waitSeconds;
}

async function end(matchCheckId: string, failed?: { error: string; nextAction: string }): Promise<null> {
  await endCheck(matchCheckId, failed);
  return null;
}

/**
 * Ends a check. Only the ids that Braze does not know are kept: someone has to look into them, and user keys are kept
 * no longer than needed. A failed check has measured nothing, so it keeps none.
 * @param failed why it failed and what to do; without it the check succeeded
 */
async function endCheck(matchCheckId: string, failed?: { error: string; nextAction: string }): Promise<void> {
  await inTransaction(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE match_check SET state = $2, finished_at = now(), touched_at = now(), retry_at = NULL, error = $3, next_action = $4
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [matchCheckId, failed ? "failed" : "succeeded", failed?.error ?? null, failed?.nextAction ?? null],
    );
    if (!rowCount) return;

    await sql.query(
      "DELETE FROM sampled_id WHERE match_check_id = $1 AND ($2 OR known IS DISTINCT FROM false)",
      [matchCheckId, failed !== undefined],
    );
  });
}

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

/**
 * Records Braze's answer about some ids. The counts are taken from the rows, so a repeat changes nothing but the number
 * of calls.
 */
export async function recordAnswers(
  matchCheckId: string,
  asked: readonly UnaskedId[],
  { known, shared }: BrazeKnows,
  calls: number,
): Promise<void> {
  await inTransaction(async (sql) => {
    await sql.query("SELECT FROM match_check WHERE id = $1 FOR UPDATE", [matchCheckId]);
    await sql.query(
      `UPDATE sampled_id i SET known = a.known, shared = a.shared
       FROM unnest($2::int[], $3::boolean[], $4::boolean[]) AS a (position, known, shared)
       WHERE i.match_check_id = $1 AND i.position = a.position`,
      [
        matchCheckId,
        asked.map(({ position }) => position),
        asked.map(({ userKey }) => known.has(userKey)),
        asked.map(({ userKey }) => shared.has(userKey)),
      ],
    );
    await sql.query(
      `UPDATE match_check k SET asked = i.asked, known = i.known, shared = i.shared, calls = calls + $2, failed_attempts = 0,
              retry_at = NULL, error = NULL, touched_at = now()
       FROM (SELECT count(known) AS asked, count(*) FILTER (WHERE known) AS known,
                    count(*) FILTER (WHERE shared) AS shared
             FROM sampled_id WHERE match_check_id = $1) i
       WHERE k.id = $1 AND k.state = 'running'`,
      [matchCheckId, calls],
    );
  });
}
