import { gzipSync } from "node:zlib";
import { wireJson } from "../world/wire-json";
import { type BackOff, waitBackOff } from "./back-off";
import type { CurrentsLedger, LedgerEntry } from "./currents-ledger";
import { post } from "./post";

/** What delivery needs to know about the Current. */
export type CurrentsTarget = {
  url: string;
  bearerToken: string | null;
  gzip: boolean;
  backOff: BackOff;
  /** Attempts for one batch before the Current is switched off: in place of Braze's five days. */
  maximumAttempts: number;
};

/** The Current was switched off: wrong credentials, wrong URL, or too long without success. */
export class CurrentDisabledError extends Error {}

/**
 * Delivers a batch as Braze does, by its table of reactions: 2xx done; 400 split into single events and drop one that
 * is refused again on its own; 413 halve; 401, 403, 404 stop; anything else or no answer, resend after a back-off.
 * @throws CurrentDisabledError
 */
export async function deliverBatch(
  target: CurrentsTarget,
  ledger: CurrentsLedger,
  batch: LedgerEntry[],
  wasSplit = false,
): Promise<void> {
  const answer = await sendUntilAnswered(target, ledger, batch);
  if (answer < 300) return settle(batch, "acknowledged");

  if (answer === 413) {
    if (batch.length === 1) return settle(batch, "dropped");
    const middle = Math.ceil(batch.length / 2);
    await deliverBatch(target, ledger, batch.slice(0, middle), wasSplit);
    return deliverBatch(target, ledger, batch.slice(middle), wasSplit);
  }

  if (wasSplit && batch.length === 1) return settle(batch, "dropped");
  for (const entry of batch) await deliverBatch(target, ledger, [entry], true);
}

/** Posts a body that holds no events: a test of the URL and the credentials. */
export function probe(target: CurrentsTarget, body: string): Promise<number | "network"> {
  return post(target.url, body, headersOf({ ...target, gzip: false }));
}

function headersOf({ bearerToken, gzip }: CurrentsTarget): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "braze-currents-version": "1",
  };
  if (bearerToken !== null) headers.authorization = `Bearer ${bearerToken}`;
  if (gzip) headers["content-encoding"] = "gzip";
  return headers;
}

/** The headers and body of one request, exactly as sent. */
function encodeBatch(target: CurrentsTarget, batch: readonly LedgerEntry[]) {
  const text = wireJson({ events: batch.map((entry) => entry.body) });
  return { headers: headersOf(target), body: target.gzip ? gzipSync(text) : text };
}

/** Sends until the answer is final: 2xx, 400 or 413. */
async function sendUntilAnswered(
  target: CurrentsTarget,
  ledger: CurrentsLedger,
  batch: LedgerEntry[],
): Promise<number> {
  const { headers, body } = encodeBatch(target, batch);

  for (let attempt = 1; attempt <= target.maximumAttempts; attempt += 1) {
    const answer = await post(target.url, body, headers);
    ledger.countAnswer(answer);

    if (answer === 401 || answer === 403 || answer === 404) {
      settle(batch, "failed");
      throw new CurrentDisabledError(`the receiver answered ${answer}`);
    }
    if (answer !== "network" && ((answer >= 200 && answer < 300) || answer === 400 || answer === 413))
      return answer;
    if (attempt < target.maximumAttempts) await waitBackOff(target.backOff, attempt);
  }

  settle(batch, "failed");
  throw new CurrentDisabledError(`no success in ${target.maximumAttempts} attempts`);
}

/** An acknowledged event stays acknowledged whatever happens to a later copy of it. */
function settle(batch: readonly LedgerEntry[], state: "acknowledged" | "dropped" | "failed"): void {
  for (const entry of batch) {
    if (entry.state !== "acknowledged") entry.state = state;
  }
}
