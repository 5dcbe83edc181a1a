import { requestMatchCheck } from "@/lib/cohorts/match-checks/request-match-check";
import { runCheckSlice } from "@/lib/cohorts/match-checks/run-check-slice";
import { showMatchCheck } from "@/lib/cohorts/match-checks/show-match-check";
import { pool } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { registerWorkspace } from "@/sandbox/braze/state";
import type { Sandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage, type TestDestination } from "./make-destination";

/** For tests: a segment whose ids Braze can be asked about. */
export interface CheckedSegment {
  destination: TestDestination;
  segmentId: string;
  wish: { customerId: string; segmentId: string };
}

/** This many ids: `known-0`, `known-1` and so on with the prefix `known`. */
export function ids(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
}

/**
 * Makes a segment of this many ids that the sandbox's Braze knows, and of others that it does not, at a destination
 * with a REST API key.
 */
export async function makeCheckedSegment(
  sandbox: Sandbox,
  known: number,
  unknown: number,
  restApiKey?: string,
): Promise<CheckedSegment> {
  const destination = await createTestDestination();
  registerWorkspace(sandbox.state.braze, destination.workspaceKey).isKnown = (id) => id.startsWith("known");
  await setRestKey(destination, restApiKey ?? destination.workspaceKey.replace("sandbox-", "sandbox-rest-"));
  const segmentId = await postPage(destination, {
    add: [...ids("known", known), ...ids("other", unknown)],
  });
  return { destination, segmentId, wish: { customerId: destination.customerId, segmentId } };
}

/** Sets or, with null, removes the REST API key of a destination. */
export async function setRestKey(
  { customerId, destinationId }: TestDestination,
  key: string | null,
): Promise<void> {
  await pool.query("UPDATE destination SET rest_api_key_enc = $2 WHERE id = $1", [
    destinationId,
    key && encryptSecret(key, { customerId, field: "rest_api_key" }),
  ]);
}

/** Requests a check as a CSM does. */
export async function askCheck({ wish }: CheckedSegment): Promise<string> {
  return (await requestMatchCheck(ctxOf(), wish)).matchCheckId;
}

/** Runs slices of a check until it is over; skips a back-off instead of waiting. */
export async function checkToEnd(prepared: CheckedSegment, matchCheckId: string) {
  for (let count = 0; count < 100; count++) {
    if ((await runCheckSlice(matchCheckId)).done) {
      return showMatchCheck(ctxOf("viewer"), { customerId: prepared.wish.customerId, matchCheckId });
    }
    await pool.query("UPDATE match_check SET retry_at = NULL WHERE id = $1", [matchCheckId]);
  }
  throw new Error("the check does not end");
}
