import { pool } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";
import { backOffSeconds } from "@/lib/vendors/back-off";
import { UNKNOWN_COHORT } from "@/lib/vendors/braze/cohort-client";
import { isKeyRefused, keyRefusal, refusalText } from "@/lib/vendors/braze/key-refusal";
import { isOutage } from "@/lib/vendors/circuit";
import { noteOutage, noteWorkspaceWait } from "./braze-workspace";
import { endEarly } from "./end-sync";
import type { LoadedSync } from "./load-sync";

/** A sync without progress for this long fails; what is owed waits for the next one. */
const GIVE_UP_AFTER_SECONDS = 24 * 60 * 60;

/**
 * Decides what a failed call means for its sync: wait and try again if time may help, otherwise end it with the
 * reason. An outage counts against the whole workspace of its destination.
 * @returns how long to wait in seconds; null when the sync ended
 */
export async function handleFailure(sync: LoadedSync, err: VendorError): Promise<number | null> {
  const keyRefused = isKeyRefused(err) ? keyRefusal(err) : undefined;
  if (keyRefused) {
    const error = refusalText(keyRefused);
    await endEarly(sync, { state: "failed", error, keyRefused });
    return null;
  }

  const hopeless = hopelessBecause(sync, err);
  if (hopeless) {
    await endEarly(sync, { state: "failed", error: hopeless });
    return null;
  }

  const attempts = sync.failedAttempts + 1;
  const inWorkspace = isOutage(err) ? await noteOutage(sync.destinationId) : 0;
  const waitSeconds = backOffSeconds(err, Math.max(attempts, inWorkspace), Math.random());
  if (inWorkspace > 0) await noteWorkspaceWait(sync.destinationId, waitSeconds);
  await pool.query(
    `UPDATE sync SET failed_attempts = $2, retry_at = now() + make_interval(secs => $3), touched_at = now(), error = $4
     WHERE id = $1`,
    [sync.id, attempts, waitSeconds, `Waiting to try again: ${err.words}`],
  );
  return waitSeconds;
}

function hopelessBecause(sync: LoadedSync, err: VendorError): string | null {
  if (err.reason === UNKNOWN_COHORT) {
    return `Braze accepted the cohort’s name, then did not know the cohort: “${err.words}” Press Sync now in a few minutes. If it fails again, contact Braze support and quote this message. The changes are kept, and the next sync sends them.`;
  }
  if (err.kind === "not_found") {
    return `Braze does not know the URL: “${err.words}” Check the Braze instance of the destination, and ask the operator of Tributary to check BRAZE_PARTNER_NAME.`;
  }
  if (err.kind === "refused") return `Braze refused the cohort’s name “${sync.segmentName}”: “${err.words}”`;
  if (!err.retriable) return `Braze gave an undocumented response (${err.status}): “${err.words}”`;
  if (sync.fruitlessSeconds > GIVE_UP_AFTER_SECONDS) {
    return `Braze accepted nothing for a day: “${err.words}” The changes are kept, and the next sync sends them.`;
  }
  return null;
}
