import { type BrazeState, registerWorkspace } from "../braze/state";
import {
  type KnownUsers,
  knownUserTest,
  POISON_ANSWERS,
  RESET_HEADERS,
  SHARED_ANSWERS,
  type Workspace,
} from "../braze/workspace";
import { FixedWindow } from "../fixed-window";
import { isRecord } from "../is-record";

/**
 * Registers a workspace or changes one: `{ key, restApiKey?, enabled?, mayExport?, mayDelete?, mayTrack?, known?, knownDevices?, poison?, poisonAnswer?, needsName?, locks?,
 * trackLimit?, resetHeader?, applyAfterMs?, shared?, sharedAnswer? }`.
 * `known` is `{ all: true }`, `{ pattern }` or `{ userIds }`, and so is `knownDevices` (ids of devices); `poison` replaces the list of refused ids, and
 * `poisonAnswer` says how they are refused; with `locks`, a call that overlaps another one for the same cohort gets 423.
 * `trackLimit` is `{ calls, seconds }`, for each window of the clock; `resetHeader` says how /users/track reports its end.
 * `shared` maps email addresses and phone numbers to the external ids of the several users who have them, the one updated last at the
 * end; `sharedAnswer` says which of them /users/track changes.
 * @throws Error naming the field that is wrong
 */
export function configureWorkspace(braze: BrazeState, settings: Record<string, unknown>): Workspace {
  const { key, restApiKey, enabled, mayExport, mayDelete, mayTrack, poison, poisonAnswer, needsName, locks } =
    settings;
  if (typeof key !== "string" || key === "") throw new Error("key must be the workspace's Data Import Key");
  const isKnown = readKnown("known", settings);
  const isKnownDevice = readKnown("knownDevices", settings);
  const poisonIds = poison === undefined ? undefined : readStrings("poison", poison);
  const answer = POISON_ANSWERS.find((known) => known === poisonAnswer);
  if (poisonAnswer !== undefined && !answer) {
    throw new Error(`poisonAnswer must be one of ${POISON_ANSWERS.join(", ")}`);
  }
  const resetHeader = RESET_HEADERS.find((known) => known === settings.resetHeader);
  if (settings.resetHeader !== undefined && !resetHeader) {
    throw new Error(`resetHeader must be one of ${RESET_HEADERS.join(", ")}`);
  }
  const sharedAnswer = SHARED_ANSWERS.find((known) => known === settings.sharedAnswer);
  if (settings.sharedAnswer !== undefined && !sharedAnswer) {
    throw new Error(`sharedAnswer must be one of ${SHARED_ANSWERS.join(", ")}`);
  }
  const shared = readShared(settings.shared);
  const trackBudget = readTrackLimit(settings.trackLimit);

  const workspace = registerWorkspace(braze, key);
  if (typeof restApiKey === "string") braze.restKeys.set(restApiKey, key);
  if (typeof enabled === "boolean") workspace.enabled = enabled;
  if (typeof needsName === "boolean") workspace.needsName = needsName;
  if (typeof locks === "boolean") workspace.locks = locks;
  if (typeof mayExport === "boolean") workspace.mayExport = mayExport;
  if (typeof mayDelete === "boolean") workspace.mayDelete = mayDelete;
  if (typeof mayTrack === "boolean") workspace.mayTrack = mayTrack;
  if (typeof settings.applyAfterMs === "number") workspace.applyAfterMs = settings.applyAfterMs;
  if (resetHeader) workspace.resetHeader = resetHeader;
  if (shared) workspace.shared = shared;
  if (sharedAnswer) workspace.sharedAnswer = sharedAnswer;
  if (trackBudget) workspace.trackBudget = trackBudget;
  if (isKnown) workspace.isKnown = isKnown;
  if (isKnownDevice) workspace.isKnownDevice = isKnownDevice;
  if (poisonIds) workspace.poison = new Set(poisonIds);
  if (answer) workspace.poisonAnswer = answer;
  return workspace;
}

function readTrackLimit(value: unknown): FixedWindow | undefined {
  if (value === undefined) return undefined;
  if (isRecord(value) && typeof value.calls === "number" && typeof value.seconds === "number") {
    return new FixedWindow(value.calls, value.seconds * 1_000);
  }
  throw new Error("trackLimit must be { calls, seconds }");
}

function readShared(value: unknown): Map<string, string[]> | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw new Error("shared must map addresses to lists of user ids");
  return new Map(
    Object.entries(value).map(([address, users]) => [address, [...readStrings("shared", users)]]),
  );
}

/** Reads a list of strings. @throws Error naming the field */
export function readStrings(field: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw new Error(`${field} must be an array of strings`);
}

/** The test of an id that a setting describes; undefined without the setting. @throws Error naming the field */
function readKnown(
  field: "known" | "knownDevices",
  settings: Record<string, unknown>,
): Workspace["isKnown"] | undefined {
  const value = settings[field];
  return value === undefined ? undefined : knownUserTest(readKnownUsers(field, value));
}

function readKnownUsers(field: string, value: unknown): KnownUsers {
  if (isRecord(value)) {
    if (value.all === true) return { all: true };
    if (typeof value.pattern === "string") return { pattern: value.pattern };
    if (value.userIds !== undefined) return { userIds: readStrings(`${field}.userIds`, value.userIds) };
  }
  throw new Error(`${field} must be { all: true }, { pattern } or { userIds }`);
}
