import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { isRecord } from "../is-record";
import { authenticateCohortCall, brazeError } from "./authenticate";
import type { BrazeState } from "./state";
import { type Cohort, cohortOf, type Workspace } from "./workspace";

/** Most ids in one call, of all kinds and over all its change objects (Partner cohort import page). */
const MAXIMUM_IDS_PER_CALL = 1_000;
const BAD_SHAPE =
  "cohort_changes must be an array of objects with user_ids and/or device_ids, or an aliases object";

type Change = { userIds: string[]; others: string[]; remove: boolean };

/**
 * `POST /partners/:partner/cohorts/users`: adds and removes members. A call takes effect as a whole or not at all, except
 * for poisoned ids when the workspace reports these beside a success.
 */
export function changeMembers(
  braze: BrazeState,
  dataCentre: DataCentre,
  body: Record<string, unknown>,
): Answer {
  const login = authenticateCohortCall(braze, dataCentre, body);
  if ("refusal" in login) return login.refusal;

  const { workspace } = login;
  const { cohort_id: cohortId } = body;
  if (typeof cohortId !== "string" || cohortId === "") {
    return brazeError(400, "cohort_id must be a valid string");
  }

  const changes = readChanges(body.cohort_changes);
  if (!changes) return brazeError(400, BAD_SHAPE);

  const ids = changes.flatMap((change) => [...change.userIds, ...change.others]);
  if (ids.length > MAXIMUM_IDS_PER_CALL) {
    return brazeError(400, `cohort_changes must not hold more than ${MAXIMUM_IDS_PER_CALL} ids`);
  }
  if (ids.length > 0 && workspace.needsName && !workspace.cohorts.get(cohortId)?.name) {
    return brazeError(400, "The cohort does not exist");
  }
  const errors = poisonErrors(workspace, changes);
  if (errors.length > 0 && workspace.poisonAnswer === "400") {
    return brazeError(400, "cohort_changes holds an id that is not valid");
  }

  // An empty change list is the known way to test credentials, with an invented cohort: it must leave no trace.
  if (ids.length === 0) return { status: 201, body: {} };

  noteViolations(braze, workspace, cohortId, ids);
  const cohort = cohortOf(workspace, cohortId);
  cohort.calls += 1;
  for (const change of changes) applyChange(workspace, cohort, withoutPoison(workspace, change));
  return { status: 201, body: errors.length > 0 ? { message: "success", errors } : {} };
}

function poisonErrors({ poison, poisonAnswer }: Workspace, changes: readonly Change[]): unknown[] {
  if (poison.size === 0) return [];
  return changes.flatMap(({ userIds, others }) => {
    const named = userIds.flatMap((id, index): unknown[] => {
      if (!poison.has(id)) return [];
      if (poisonAnswer === "index") {
        return [{ type: "The external id is on the blocklist", input_array: "user_ids", index }];
      }
      return poisonAnswer === "words"
        ? [`The external id '${id}' is on the blocklist`]
        : ["An id is on the blocklist"];
    });
    return others.some((id) => poison.has(id)) ? [...named, "An id is on the blocklist"] : named;
  });
}

function withoutPoison({ poison }: Workspace, change: Change): Change {
  if (poison.size === 0) return change;
  const isTaken = (id: string) => !poison.has(id);
  return { ...change, userIds: change.userIds.filter(isTaken), others: change.others.filter(isTaken) };
}

function noteViolations(braze: BrazeState, workspace: Workspace, cohortId: string, ids: string[]): void {
  const distinct = new Set(ids);
  if (distinct.size < ids.length) {
    braze.violations.record("id_twice_in_call", `${ids.length - distinct.size} in cohort ${cohortId}`);
  }
  if (distinct.has("")) braze.violations.record("empty_id", `cohort ${cohortId}`);
  if (!workspace.cohorts.get(cohortId)?.name) {
    braze.violations.record("members_before_name", `cohort ${cohortId}`);
  }
}

function applyChange(workspace: Workspace, cohort: Cohort, change: Change): void {
  for (const id of change.userIds) {
    if (change.remove) removeMember(cohort, id);
    else addMember(cohort, id, workspace.isKnown(id));
  }
  for (const id of change.others) {
    if (change.remove) removeMember(cohort, id);
    else addMember(cohort, id, true);
  }
}

function addMember(cohort: Cohort, id: string, isKnown: boolean): void {
  if (cohort.sent.has(id)) cohort.redundant += 1;
  else cohort.added += 1;

  cohort.sent.add(id);
  if (isKnown) cohort.unknown.delete(id);
  else cohort.unknown.add(id);
}

function removeMember(cohort: Cohort, id: string): void {
  if (cohort.sent.delete(id)) cohort.removed += 1;
  else cohort.redundant += 1;
  cohort.unknown.delete(id);
}

function readChanges(value: unknown): Change[] | undefined {
  if (!Array.isArray(value)) return undefined;

  const changes: Change[] = [];
  for (const entry of value) {
    if (!isRecord(entry)) return undefined;
    const change = readChange(entry);
    if (!change) return undefined;
    changes.push(change);
  }
  return changes;
}

function readChange(entry: Record<string, unknown>): Change | undefined {
  const { user_ids: userIds, device_ids: deviceIds, aliases, should_remove: remove = false } = entry;
  if (userIds === undefined && deviceIds === undefined && aliases === undefined) return undefined;
  if (typeof remove !== "boolean") return undefined;

  const users = userIds === undefined ? [] : userIds;
  const devices = deviceIds === undefined ? [] : deviceIds;
  const aliasIds = readAliases(aliases);
  if (!isStringList(users) || !isStringList(devices) || !aliasIds) return undefined;

  return { userIds: users, others: [...devices.map((id) => `device:${id}`), ...aliasIds], remove };
}

/** Braze's text says "an aliases object", the one published client sends a list: the sandbox accepts both. */
function readAliases(value: unknown): string[] | undefined {
  if (value === undefined) return [];

  const ids: string[] = [];
  for (const alias of Array.isArray(value) ? value : [value]) {
    if (!isRecord(alias)) return undefined;
    if (typeof alias.alias_name !== "string" || typeof alias.alias_label !== "string") return undefined;
    ids.push(`alias:${alias.alias_label}:${alias.alias_name}`);
  }
  return ids;
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
