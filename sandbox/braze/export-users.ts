import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { isRecord } from "../is-record";
import { addressOf } from "./addresses";
import { brazeError, rateLimitAnswer } from "./authenticate";
import { brazeIdOf, isDeleted } from "./delete-users";
import { type BrazeState, workspaceOfBearer } from "./state";

/** Most external ids in one `/users/export/ids` call (Export user profile by identifier page). */
const MAXIMUM_IDS_PER_CALL = 50;

/** An id from the call, and how a user who has it is exported. */
type AskedId = { id: string; user: Record<string, unknown>; isDevice?: true };

/**
 * `POST /users/export/ids` by external id, alias, device id, email address or phone number: which of these ids have a profile. The sandbox returns
 * identity fields only and insists on `fields_to_export`: without it the call is very slow at Braze.
 */
export function exportUsers(
  braze: BrazeState,
  dataCentre: DataCentre,
  authorization: string | undefined,
  body: Record<string, unknown>,
): Answer {
  const workspace = workspaceOfBearer(braze, dataCentre, authorization);
  if (!workspace) return brazeError(401, "Invalid API key");
  if (!workspace.mayExport)
    return brazeError(401, "This API key does not have the permission users.export.ids");

  const nowMs = Date.now();
  if (braze.limitsOn && workspace.exportBudget.left(nowMs) < 1) {
    braze.violations.record("rate_limited", `export calls of ${workspace.key}`);
    return rateLimitAnswer(workspace.exportBudget.resetsInMs(nowMs), nowMs);
  }
  workspace.exportBudget.spend(1, nowMs);

  const asked = readAsked(body);
  if (typeof asked === "string") return brazeError(400, asked);
  if (asked.length > MAXIMUM_IDS_PER_CALL) {
    return brazeError(400, `no more than ${MAXIMUM_IDS_PER_CALL} ids may be asked for in one call`);
  }
  if (!Array.isArray(body.fields_to_export)) {
    braze.violations.record("export_without_fields", workspace.key);
  }

  const isKnown = ({ id, isDevice }: AskedId) =>
    (isDevice ? workspace.isKnownDevice(id) : workspace.isKnown(id)) && !isDeleted(workspace, id);
  return {
    status: 201,
    body: {
      message: "success",
      users: asked.filter(isKnown).flatMap(({ id, user }) =>
        (workspace.shared.get(id) ?? [id]).map((one) => ({
          ...user,
          braze_id: brazeIdOf(workspace.key, one),
        })),
      ),
      invalid_user_ids: asked.filter((one) => !isKnown(one)).map(({ id }) => id),
    },
  };
}

/** The ids of a call, or what is wrong with the call. */
function readAsked(body: Record<string, unknown>): AskedId[] | string {
  const { external_ids: ids, device_id: deviceId, user_aliases: aliases } = body;
  for (const [kind, asked] of [
    ["email", body.email_address],
    ["phone", body.phone],
  ] as const) {
    if (asked === undefined) continue;
    const address = typeof asked === "string" ? addressOf(kind, asked) : undefined;
    return address === undefined ? `${kind} is not valid` : [{ id: address, user: {} }];
  }
  if (typeof deviceId === "string") return [{ id: deviceId, user: {}, isDevice: true }];
  if (Array.isArray(aliases)) {
    const isAlias = (alias: unknown) =>
      isRecord(alias) && typeof alias.alias_name === "string" && typeof alias.alias_label === "string";
    if (!aliases.every(isAlias)) return "user_aliases must hold alias_name and alias_label";
    return aliases.map((alias) => ({ id: alias.alias_name, user: { user_aliases: [alias] } }));
  }
  if (Array.isArray(ids) && ids.every((id) => typeof id === "string")) {
    return ids.map((id) => ({ id, user: { external_id: id } }));
  }
  return "external_ids must be an array of strings";
}
