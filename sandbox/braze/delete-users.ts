import { createHash } from "node:crypto";
import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { brazeError } from "./authenticate";
import { type BrazeState, workspaceOfBearer } from "./state";
import type { Workspace } from "./workspace";

/** Most ids in one `/users/delete` call (Delete users page). */
const MAXIMUM_IDS_PER_CALL = 50;

/**
 * `POST /users/delete` by Braze's own ids: the users leave their cohorts, lose their attributes and are not known any more. An id that is
 * nobody's changes nothing.
 */
export function deleteUsers(
  braze: BrazeState,
  dataCentre: DataCentre,
  authorization: string | undefined,
  body: Record<string, unknown>,
): Answer {
  const workspace = workspaceOfBearer(braze, dataCentre, authorization);
  if (!workspace) return brazeError(401, "Invalid API key");
  if (!workspace.mayDelete) return brazeError(401, "This API key does not have the permission users.delete");

  const kinds = ["external_ids", "user_aliases", "braze_ids"].filter((name) => body[name] !== undefined);
  const ids = body[kinds[0] ?? ""];
  if (kinds.length !== 1 || !Array.isArray(ids)) return brazeError(400, "exactly one kind of id is required");
  if (ids.length > MAXIMUM_IDS_PER_CALL)
    return brazeError(400, "no more than 50 ids may be deleted in one call");

  for (const id of ids.map(String)) {
    workspace.deleted.add(kinds[0] === "external_ids" ? brazeIdOf(workspace.key, id) : id);
  }
  for (const membership of [...workspace.cohorts.values(), ...workspace.attributes.values()]) {
    for (const member of membership.sent) {
      if (!isDeleted(workspace, member)) continue;
      membership.sent.delete(member);
      membership.unknown.delete(member);
    }
  }
  for (const { left } of workspace.attributes.values()) {
    for (const member of left) if (isDeleted(workspace, member)) left.delete(member);
  }
  return { status: 201, body: { deleted: ids.length, message: "success" } };
}

/** A made-up internal id that is always the same for a user: 24 hex digits, like Braze's. */
export function brazeIdOf(workspaceKey: string, externalId: string): string {
  return createHash("sha256").update(`${workspaceKey}\n${externalId}`).digest("hex").slice(0, 24);
}

/** Whether the user with this external id was deleted. */
export function isDeleted(workspace: Workspace, externalId: string): boolean {
  return workspace.deleted.size > 0 && workspace.deleted.has(brazeIdOf(workspace.key, externalId));
}
