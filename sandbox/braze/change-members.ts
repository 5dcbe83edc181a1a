import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { isRecord } from "../is-record";
import { authenticateCohortCall, brazeError } from "./authenticate";
import { addMember, removeMember } from "./membership";
import type { BrazeState } from "./state";
import { type Cohort, cohortOf, type Workspace } from "./workspace";

/** Most ids in one call, of all kinds and over all its change objects (Partner cohort import page). */
const MAXIMUM_IDS_PER_CALL = 1_000;
const BAD_SHAPE =
  "cohort_changes must be an array of objects with user_ids and/or device_ids, or an aliases object";

type Kind = "user_ids" | "device_ids" | "aliases";

/** One entry of a call: as it was sent (an alias by its name), and as the cohort keeps it. */
type Entry = { kind: Kind; index: number; sent: string; id: string };

type Change = { entries: Entry[]; remove: boolean };

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

  const ids = changes.flatMap((change) => change.entries.map(({ id }) => id));
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
  const poisoned = changes.flatMap(({ entries }) => entries.filter(({ id }) => poison.has(id)));
  return poisoned.map(({ kind, index, sent }) => {
    if (poisonAnswer === "unnamed") return "An id is on the blocklist";
    const noun = { user_ids: "external id", device_ids: "device id", aliases: "alias" }[kind];
    return poisonAnswer === "index"
      ? { type: `The ${noun} is on the blocklist`, input_array: kind, index }
      : `The ${noun} '${sent}' is on the blocklist`;
  });
}

function withoutPoison({ poison }: Workspace, change: Change): Change {
  if (poison.size === 0) return change;
  return { ...change, entries: change.entries.filter(({ id }) => !poison.has(id)) };
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
  for (const { kind, sent, id } of change.entries) {
    if (change.remove) removeMember(cohort, id);
    else addMember(cohort, id, isKnownAs(workspace, kind, sent));
  }
}

function isKnownAs(workspace: Workspace, kind: Kind, sent: string): boolean {
  if (kind === "user_ids") return workspace.isKnown(sent);
  return kind === "device_ids" ? workspace.isKnownDevice(sent) : true;
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
  const aliasEntries = readAliases(aliases);
  if (!isStringList(users) || !isStringList(devices) || !aliasEntries) return undefined;

  const entries = [
    ...users.map((sent, index): Entry => ({ kind: "user_ids", index, sent, id: sent })),
    ...devices.map((sent, index): Entry => ({ kind: "device_ids", index, sent, id: `device:${sent}` })),
    ...aliasEntries,
  ];
  return { entries, remove };
}

/** Braze's text says "an aliases object", the one published client sends a list: the sandbox accepts both. */
function readAliases(value: unknown): Entry[] | undefined {
  if (value === undefined) return [];

  const entries: Entry[] = [];
  for (const alias of Array.isArray(value) ? value : [value]) {
    if (!isRecord(alias)) return undefined;
    const { alias_name: sent, alias_label: label } = alias;
    if (typeof sent !== "string" || typeof label !== "string") return undefined;
    entries.push({ kind: "aliases", index: entries.length, sent, id: `alias:${label}:${sent}` });
  }
  return entries;
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
