import { createHash } from "node:crypto";
import type { Answer } from "../exchange";
import { brazeError, rateLimitAnswer } from "./authenticate";
import { type BrazeState, workspaceByRestKey } from "./state";
import type { Workspace } from "./workspace";

/** Most external ids in one `/users/export/ids` call (Export user profile by identifier page). */
const MAXIMUM_IDS_PER_CALL = 50;
const BEARER = /^Bearer (.+)$/;

/**
 * `POST /users/export/ids` by external id: which of these ids have a profile. The sandbox answers only the two
 * identity fields and requires `fields_to_export`, because the call without it is very slow at Braze.
 */
export function exportUsers(
  braze: BrazeState,
  authorization: string | undefined,
  body: Record<string, unknown>,
): Answer {
  const workspace = workspaceOfBearer(braze, authorization);
  if (!workspace) return brazeError(401, "Invalid API key");

  const nowMs = Date.now();
  if (braze.limitsOn && workspace.exportBudget.left(nowMs) < 1) {
    braze.violations.record("rate_limited", `export calls of ${workspace.key}`);
    return rateLimitAnswer(workspace.exportBudget.resetsInMs(nowMs), nowMs);
  }
  workspace.exportBudget.spend(1, nowMs);

  const { external_ids: ids, fields_to_export: fields } = body;
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) {
    return brazeError(400, "external_ids must be an array of strings");
  }
  if (ids.length > MAXIMUM_IDS_PER_CALL) {
    return brazeError(400, `external_ids must not hold more than ${MAXIMUM_IDS_PER_CALL} ids`);
  }
  if (!Array.isArray(fields)) braze.violations.record("export_without_fields", workspace.key);

  const known = ids.filter((id) => workspace.isKnown(id));
  return {
    status: 201,
    body: {
      message: "success",
      users: known.map((id) => ({ external_id: id, braze_id: brazeIdOf(workspace.key, id) })),
      invalid_user_ids: ids.filter((id) => !workspace.isKnown(id)),
    },
  };
}

/** The workspace whose REST API key the Authorization header carries; undefined without a valid one. */
export function workspaceOfBearer(
  braze: BrazeState,
  authorization: string | undefined,
): Workspace | undefined {
  const key = BEARER.exec(authorization ?? "")?.[1];
  return key ? workspaceByRestKey(braze, key) : undefined;
}

/** A steady made-up internal id: 24 hex digits, like Braze's. */
function brazeIdOf(workspaceKey: string, externalId: string): string {
  return createHash("sha256").update(`${workspaceKey}\n${externalId}`).digest("hex").slice(0, 24);
}
