import { type BrazeState, registerWorkspace } from "../braze/state";
import { type KnownUsers, knownUserTest, type Workspace } from "../braze/workspace";
import { isRecord } from "../is-record";

/**
 * Registers a workspace or changes one: `{ key, restApiKey?, enabled?, mayExport?, known?, poison?, locks? }`.
 * `known` is `{ all: true }`, `{ pattern }` or `{ userIds }`; `poison` replaces the list of refused ids; with
 * `locks`, a call that overlaps another one for the same cohort gets 423.
 * @throws Error naming the field that is wrong
 */
export function configureWorkspace(braze: BrazeState, settings: Record<string, unknown>): Workspace {
  const { key, restApiKey, enabled, mayExport, known, poison, locks } = settings;
  if (typeof key !== "string" || key === "") throw new Error("key must be the workspace's Data Import Key");
  const isKnown = known === undefined ? undefined : knownUserTest(readKnownUsers(known));
  const poisonIds = poison === undefined ? undefined : readStrings("poison", poison);

  const workspace = registerWorkspace(braze, key);
  if (typeof restApiKey === "string") braze.restKeys.set(restApiKey, key);
  if (typeof enabled === "boolean") workspace.enabled = enabled;
  if (typeof locks === "boolean") workspace.locks = locks;
  if (typeof mayExport === "boolean") workspace.mayExport = mayExport;
  if (isKnown) workspace.isKnown = isKnown;
  if (poisonIds) workspace.poison = new Set(poisonIds);
  return workspace;
}

/** Reads a list of strings. @throws Error naming the field */
export function readStrings(field: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw new Error(`${field} must be an array of strings`);
}

function readKnownUsers(value: unknown): KnownUsers {
  if (isRecord(value)) {
    if (value.all === true) return { all: true };
    if (typeof value.pattern === "string") return { pattern: value.pattern };
    if (value.userIds !== undefined) return { userIds: readStrings("known.userIds", value.userIds) };
  }
  throw new Error("known must be { all: true }, { pattern } or { userIds }");
}
