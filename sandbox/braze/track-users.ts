import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { isRecord } from "../is-record";
import { addressOf } from "./addresses";
import { brazeError } from "./authenticate";
import type { TrackedObject } from "./membership";
import { type BrazeState, workspaceOfBearer } from "./state";
import { applyTracked, attributeOf } from "./tracked-attributes";
import type { Workspace } from "./workspace";

/** Most objects in one call, attributes, events and purchases together, and the largest body (User track page). */
const MAXIMUM_OBJECTS_PER_CALL = 75;
const MAXIMUM_BODY_BYTES = 4 * 1024 * 1024;
const MAXIMUM_NAME_CHARACTERS = 255;
/** From this length on an external id is refused (observed by RudderStack). */
const EXTERNAL_ID_TOO_LONG_BYTES = 988;

const IDENTIFIERS = ["external_id", "user_alias", "braze_id", "email", "phone"] as const;

/** An object of a call that can be applied; `index` is its place in the call. */
export type ReadObject = Omit<TrackedObject, "dueMs"> & { index: number };

type ObjectError = { type: string; input_array: "attributes"; index: number };

/**
 * `POST /users/track`: takes attributes of users and applies them a little later. Objects that are wrong are reported beside a
 * success; the others are taken. Events and purchases only count.
 * @param sizeBytes of the body
 */
export function trackUsers(
  braze: BrazeState,
  dataCentre: DataCentre,
  authorization: string | undefined,
  body: Record<string, unknown>,
  sizeBytes: number,
): Answer {
  const workspace = workspaceOfBearer(braze, dataCentre, authorization);
  if (!workspace) return brazeError(401, "Invalid API key");
  if (!workspace.mayTrack) return brazeError(401, "This API key does not have the permission users.track");

  const nowMs = Date.now();
  if (braze.limitsOn && workspace.trackBudget.left(nowMs) < 1) {
    braze.violations.record("rate_limited", `track calls of ${workspace.key}`);
    return { ...brazeError(429, "Rate limit exceeded"), headers: limitHeaders(workspace, nowMs) };
  }
  workspace.trackBudget.spend(1, nowMs);
  workspace.calls += 1;
  return { ...takeObjects(braze, workspace, body, sizeBytes), headers: limitHeaders(workspace, nowMs) };
}

/** What is left of the limit. By `resetHeader` the end of the window is a moment, one in the past, or seconds to wait after a 429. */
function limitHeaders({ trackBudget, resetHeader }: Workspace, nowMs: number): Record<string, string> {
  const left = trackBudget.left(nowMs);
  const endsInSeconds = Math.ceil((trackBudget.endsAtMs(nowMs) - nowMs) / 1000);
  if (resetHeader === "retry_after" && left === 0) {
    return { "x-ratelimit-retry-after": String(endsInSeconds) };
  }
  const nowSeconds = Math.floor(nowMs / 1000);
  return {
    "x-ratelimit-limit": String(trackBudget.limit),
    "x-ratelimit-remaining": String(left),
    "x-ratelimit-reset": String(resetHeader === "past" ? nowSeconds - 60 : nowSeconds + endsInSeconds),
  };
}

function takeObjects(
  braze: BrazeState,
  workspace: Workspace,
  body: Record<string, unknown>,
  sizeBytes: number,
): Answer {
  if (sizeBytes > MAXIMUM_BODY_BYTES) return brazeError(413, "The request is larger than 4 MB");

  const lists = [body.attributes, body.events, body.purchases].map((list) =>
    list === undefined ? [] : list,
  );
  if (!lists.every(Array.isArray)) return brazeError(400, "attributes, events and purchases must be arrays");
  const total = lists.reduce((sum, list) => sum + list.length, 0);
  if (total === 0) return brazeError(400, "No attributes, events or purchases were sent");
  if (total > MAXIMUM_OBJECTS_PER_CALL) {
    return brazeError(400, `no more than ${MAXIMUM_OBJECTS_PER_CALL} objects may be sent in one call`);
  }

  const { objects, errors } = readAttributes(body.attributes);
  const poisoned = objects.filter(({ id }) => workspace.poison.has(id));
  if (poisoned.length > 0 && workspace.poisonAnswer === "400") return brazeError(400, "An id is not valid");

  const taken = objects.filter((object) => !poisoned.includes(object));
  noteViolations(braze, taken);
  applyTracked(workspace, Date.now());
  for (const { index: _, ...object } of taken) {
    workspace.tracked.push({ ...object, dueMs: Date.now() + workspace.applyAfterMs });
  }
  for (const name of new Set(taken.flatMap(({ values }) => values.map(([each]) => each)))) {
    attributeOf(workspace, name).calls += 1;
  }

  const reported = [...errors, ...poisoned.map((object) => poisonError(workspace, object))];
  return {
    status: 201,
    body: {
      message: "success",
      ...(taken.length > 0 && { attributes_processed: taken.length }),
      ...(reported.length > 0 && { errors: reported }),
    },
  };
}

/** The objects of a call that can be applied, and what is wrong with the others. */
export function readAttributes(list: unknown): { objects: ReadObject[]; errors: ObjectError[] } {
  const objects: ReadObject[] = [];
  const errors: ObjectError[] = [];
  for (const [index, value] of (Array.isArray(list) ? list : []).entries()) {
    const object = isRecord(value) ? readObject(value, index) : "attributes must be objects";
    if (typeof object === "string") errors.push({ type: object, input_array: "attributes", index });
    else objects.push(object);
  }
  return { objects, errors };
}

function readObject(object: Record<string, unknown>, index: number): ReadObject | string {
  const kinds = IDENTIFIERS.filter((kind) => object[kind] !== undefined);
  const [kind] = kinds;
  if (!kind || kinds.length > 1) return `exactly one of ${IDENTIFIERS.join(", ")} is required`;

  const identity = identityOf(kind, object[kind]);
  if (!identity) return `${kind} is not valid`;
  if (kind === "external_id" && Buffer.byteLength(identity.sent) >= EXTERNAL_ID_TOO_LONG_BYTES) {
    return "EXTERNAL_USER_ID_TOO_LARGE";
  }

  const values = Object.entries(object).filter(([name]) => name !== kind && name !== "_update_existing_only");
  if (values.some(([name]) => name.length > MAXIMUM_NAME_CHARACTERS)) {
    return "The name of an attribute is longer than 255 characters";
  }
  const { _update_existing_only: updateOnly = kind === "user_alias" } = object;
  return { ...identity, index, values, isUpdateOnly: updateOnly === true };
}

function identityOf(
  kind: (typeof IDENTIFIERS)[number],
  value: unknown,
): { sent: string; id: string } | undefined {
  if (kind === "user_alias") {
    if (!isRecord(value)) return undefined;
    const { alias_name: sent, alias_label: label } = value;
    return typeof sent === "string" && typeof label === "string"
      ? { sent, id: `alias:${label}:${sent}` }
      : undefined;
  }
  if (typeof value !== "string" || value === "") return undefined;
  if (kind === "email" || kind === "phone") {
    const address = addressOf(kind, value);
    return address === undefined ? undefined : { sent: address, id: `${kind}:${address}` };
  }
  return { sent: value, id: kind === "external_id" ? value : `${kind}:${value}` };
}

function poisonError({ poisonAnswer }: Workspace, { index, sent }: ReadObject): unknown {
  if (poisonAnswer === "unnamed") return "An id is on the blocklist";
  return poisonAnswer === "index"
    ? { type: "BLACKLISTED_EXTERNAL_USER_ID", input_array: "attributes", index }
    : `The external id '${sent}' is on the blocklist`;
}

function noteViolations(braze: BrazeState, objects: readonly ReadObject[]): void {
  const ids = objects.map(({ id }) => id);
  const repeated = ids.length - new Set(ids).size;
  if (repeated > 0) braze.violations.record("id_twice_in_call", `${repeated} in a call to /users/track`);
  const creating = objects.find(({ isUpdateOnly }) => !isUpdateOnly);
  if (creating) braze.violations.record("creates_users", creating.id);
}
