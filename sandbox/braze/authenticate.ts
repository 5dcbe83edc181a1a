import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { type BrazeState, PARTNER_KEYS, workspaceByImportKey } from "./state";
import type { Workspace } from "./workspace";

/**
 * Checks the two credentials in the body of a cohort call, in Braze's order, and the hourly budget. Braze uses 401
 * for three different errors; the "not enabled" one echoes the client secret, so callers must redact it.
 */
export function authenticateCohortCall(
  braze: BrazeState,
  dataCentre: DataCentre,
  body: Record<string, unknown>,
): { workspace: Workspace } | { refusal: Answer } {
  const { partner_api_key: partnerKey } = body;
  if (partnerKey !== PARTNER_KEYS[dataCentre]) {
    if (Object.values(PARTNER_KEYS).some((key) => key === partnerKey)) {
      braze.violations.record("wrong_data_centre", `the other partner key in ${dataCentre}`);
    }
    return refuse(401, "Invalid partner key");
  }

  const workspace = workspaceByImportKey(braze, dataCentre, body.client_secret);
  if (!workspace) return refuse(401, "Invalid client secret");
  if (!workspace.enabled) return refuse(401, `Partner not enabled for client ${workspace.key}`);

  const nowMs = Date.now();
  if (braze.limitsOn && workspace.cohortBudget.left(nowMs) < 1) {
    braze.violations.record("rate_limited", `cohort calls of ${workspace.key}`);
    return { refusal: rateLimitAnswer(workspace.cohortBudget.resetsInMs(nowMs), nowMs) };
  }

  workspace.cohortBudget.spend(1, nowMs);
  workspace.calls += 1;
  return { workspace };
}

/** Braze's 429. The reset header is in epoch seconds (API limits page). */
export function rateLimitAnswer(resetsInMs: number, nowMs: number): Answer {
  return {
    status: 429,
    body: { message: "Rate limit exceeded" },
    headers: {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.ceil((nowMs + resetsInMs) / 1000)),
    },
  };
}

/** An error answer in Braze's form. */
export function brazeError(status: number, message: string): Answer {
  return { status, body: { message } };
}

function refuse(status: number, message: string): { refusal: Answer } {
  return { refusal: brazeError(status, message) };
}
