import type { DataCentre } from "../data-centre";
import { Violations } from "../violations";
import { createWorkspace, type Workspace } from "./workspace";

/** The partner key for the United States. */
export const SANDBOX_PARTNER_KEY = "sandbox-partner-key";
/** The partner keys the sandbox has issued: one for each data centre, as Braze normally does. */
export const PARTNER_KEYS: Record<DataCentre, string> = {
  us: SANDBOX_PARTNER_KEY,
  eu: "sandbox-partner-key-eu",
};
/** A Data Import Key that starts like this opens its own workspace without being registered. */
const OPEN_KEY_PREFIX = "sandbox-";
/** A workspace whose Data Import Key starts like this is in the EU, all others in the United States. */
const EU_KEY_PREFIX = "sandbox-eu-";
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

/** The workspace a Data Import Key opens in a data centre; undefined when Braze would call the client secret invalid. */
export function workspaceByImportKey(
  braze: BrazeState,
  dataCentre: DataCentre,
  key: unknown,
): Workspace | undefined {
  if (typeof key !== "string") return undefined;

  const isOpen = key.startsWith(OPEN_KEY_PREFIX);
  const workspace = braze.workspaces.get(key) ?? (isOpen ? registerWorkspace(braze, key) : undefined);
  if (!workspace || workspace.dataCentre === dataCentre) return workspace;
  braze.violations.record("wrong_data_centre", `key of a workspace in ${workspace.dataCentre}`);
  return undefined;
}

/** The workspace a REST API key belongs to; undefined when Braze would answer 401. */
function workspaceByRestKey(braze: BrazeState, dataCentre: DataCentre, key: string): Workspace | undefined {
  const registered = braze.restKeys.get(key);
  if (registered) return workspaceByImportKey(braze, dataCentre, registered);

  if (key.startsWith(OPEN_REST_KEY_PREFIX)) {
    return workspaceByImportKey(braze, dataCentre, OPEN_KEY_PREFIX + key.slice(OPEN_REST_KEY_PREFIX.length));
  }
  return undefined;
}

/** Finds or adds a workspace under any key, which says where it is. */
export function registerWorkspace(braze: BrazeState, key: string): Workspace {
  const workspace =
    braze.workspaces.get(key) ?? createWorkspace(key, key.startsWith(EU_KEY_PREFIX) ? "eu" : "us");
  braze.workspaces.set(key, workspace);
  return workspace;
}

const BEARER = /^Bearer (.+)$/;

/** The workspace of the REST API key in the Authorization header; undefined without a valid key. */
export function workspaceOfBearer(
  braze: BrazeState,
  dataCentre: DataCentre,
  authorization: string | undefined,
): Workspace | undefined {
  const key = BEARER.exec(authorization ?? "")?.[1];
  return key ? workspaceByRestKey(braze, dataCentre, key) : undefined;
}
