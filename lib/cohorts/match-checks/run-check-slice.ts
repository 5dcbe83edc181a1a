import { pool } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { VendorError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { backOffSeconds } from "@/lib/vendors/back-off";
import { exportIds, MAX_EXPORT_IDS_PER_CALL } from "@/lib/vendors/braze/export-client";
import { brazeHost } from "@/lib/vendors/braze/instances";
import { NO_REST_API_KEY, restKeyRefusal } from "@/lib/vendors/braze/rest-key-refusal";
import { drawSample } from "./draw-sample";
import { endCheck } from "./end-check";
import { isOver, type LoadedCheck, loadCheck } from "./load-check";
import { recordAnswers, takeUnasked } from "./record-answers";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 20;
/** Exports are slow at Braze, but waiting longer for one is worse than asking again. */
const CALL_TIMEOUT_SECONDS = 20;
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

/** Makes one call. Returns how long to wait before the next one; null when the check ended. */
async function askNext(check: LoadedCheck): Promise<number | null> {
  const { id, customerId, restApiKeyEnc, identifierKind } = check;
  if (check.stopBecause !== null) {
    return end(id, { error: check.stopBecause, nextAction: "Resume it, then check again." });
  }
  if (check.sampled === 0 || identifierKind === null) {
    return end(id, {
      error: "Nobody is in the segment any more.",
      nextAction: "Check again when Heap has sent members.",
    });
  }
  if (restApiKeyEnc === null) return end(id, NO_REST_API_KEY);

  const asked = await takeUnasked(id, MAX_EXPORT_IDS_PER_CALL[identifierKind]);
  if (asked.length === 0) return end(id);

  const sandboxUrl = env().SANDBOX_URL;
  try {
    const { known } = await exportIds({
      baseUrl: brazeHost(check.brazeInstance, sandboxUrl && `${sandboxUrl}/braze`),
      restApiKey: decryptSecret(restApiKeyEnc, { customerId, field: "rest_api_key" }),
      identifierKind,
      aliasLabel: check.aliasLabel,
      ids: asked.map(({ userKey }) => userKey),
      timeoutSeconds: CALL_TIMEOUT_SECONDS,
    });
    await recordAnswers(id, asked, new Set(known));
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
      error: `Braze answered none of ${attempts} calls: "${err.words}"`,
      nextAction: "Check again later. Nothing is lost, and syncs are not concerned by this.",
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
