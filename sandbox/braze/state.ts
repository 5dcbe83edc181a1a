import { Violations } from "../violations";
import { createWorkspace, type Workspace } from "./workspace";

/** The only partner key the sandbox has issued. */
export const SANDBOX_PARTNER_KEY = "sandbox-partner-key";
/** A Data Import Key that starts like this opens its own workspace without being registered. */
const OPEN_KEY_PREFIX = "sandbox-";
/** REST API key `sandbox-rest-acme` belongs to the workspace of Data Import Key `sandbox-acme`. */
const OPEN_REST_KEY_PREFIX = "sandbox-rest-";

export type BrazeState = {
  workspaces: Map<string, Workspace>;
  /** REST API key to Data Import Key, for registered workspaces. */
  restKeys: Map<string, string>;
  violations: Violations;
  limitsOn: boolean;
  /** Calls in progress by workspace and cohort, each with its ids, to detect calls that overlap. */
  inProgress: Map<string, ReadonlySet<string>[]>;
};

export function createBrazeState(): BrazeState {
  return {
    workspaces: new Map(),
    restKeys: new Map(),
    violations: new Violations(),
    limitsOn: true,
    inProgress: new Map(),
  };
}

/** The workspace a Data Import Key opens; undefined when Braze would call the client secret invalid. */
export function workspaceByImportKey(braze: BrazeState, key: unknown): Workspace | undefined {
  if (typeof key !== "string") return undefined;

  const existing = braze.workspaces.get(key);
  if (existing) return existing;
  if (!key.startsWith(OPEN_KEY_PREFIX)) return undefined;
  return registerWorkspace(braze, key);
}

/** The workspace a REST API key belongs to; undefined when Braze would answer 401. */
function workspaceByRestKey(braze: BrazeState, key: string): Workspace | undefined {
  const registered = braze.restKeys.get(key);
  if (registered) return braze.workspaces.get(registered);

  if (key.startsWith(OPEN_REST_KEY_PREFIX)) {
    return workspaceByImportKey(braze, OPEN_KEY_PREFIX + key.slice(OPEN_REST_KEY_PREFIX.length));
  }
  return undefined;
}

/** Finds or adds a workspace under any key. */
export function registerWorkspace(braze: BrazeState, key: string): Workspace {
  const workspace = braze.workspaces.get(key) ?? createWorkspace(key);
  braze.workspaces.set(key, workspace);
  return workspace;
}

const BEARER = /^Bearer (.+)$/;

/** The workspace of the REST API key in the Authorization header; undefined without a valid key. */
export function workspaceOfBearer(
  braze: BrazeState,
  authorization: string | undefined,
): Workspace | undefined {
  const key = BEARER.exec(authorization ?? "")?.[1];
  return key ? workspaceByRestKey(braze, key) : undefined;
}
