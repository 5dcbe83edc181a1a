import type { BrazeState } from "../braze/state";
import { type Cohort, knownMembers, type Workspace } from "../braze/workspace";
import { digestOfMembers } from "../digest";
import type { HeapApp } from "../heap/state";
import type { SandboxState } from "../state";

/** The whole sandbox in numbers. Without digests, which take long for large cohorts. */
export function summariseSandbox({ braze, heap, faults, senders }: SandboxState) {
  return {
    braze: {
      limitsOn: braze.limitsOn,
      workspaces: summariseWorkspaces(braze),
      violations: braze.violations.summary(),
    },
    heap: {
      limitsOn: heap.limitsOn,
      apps: [...heap.apps.values()].map(summariseApp),
      violations: heap.violations.summary(),
    },
    faults: faults.list(),
    senders: [...senders.keys()],
  };
}

/** One cohort with its counts. */
export function summariseCohort(cohort: Cohort) {
  const { id, name, names, createdAt, calls, added, removed, redundant, mostCallsAtOnce } = cohort;
  const counts = { sent: cohort.sent.size, known: cohort.sent.size - cohort.unknown.size };
  return { id, name, names, createdAt, ...counts, calls, added, removed, redundant, mostCallsAtOnce };
}

/** One cohort with digests of the members sent and of those Braze knew. */
export function describeCohort(cohort: Cohort) {
  return {
    ...summariseCohort(cohort),
    sentDigest: digestOfMembers(cohort.sent),
    knownDigest: digestOfMembers(knownMembers(cohort)),
  };
}

/** One Heap app in numbers. */
export function summariseApp(app: HeapApp) {
  const { appId, dataCentre, calls, eventsReceived, eventsStored, repeats, refusedCalls, limitedCalls } = app;
  return {
    appId,
    dataCentre,
    calls,
    eventsReceived,
    eventsStored,
    repeats,
    refusedCalls,
    limitedCalls,
    keys: app.keys.size,
    identities: app.identities.size,
    deleted: app.deleted.size,
    propertyCalls: app.propertyCalls,
    usersWritten: app.usersWritten,
    usersWithProperties: app.users.size,
    names: Object.fromEntries(app.names),
  };
}

function summariseWorkspaces({ workspaces }: BrazeState) {
  return [...workspaces.values()].map((workspace: Workspace) => ({
    key: workspace.key,
    dataCentre: workspace.dataCentre,
    enabled: workspace.enabled,
    calls: workspace.calls,
    poison: workspace.poison.size,
    cohorts: [...workspace.cohorts.values()].map(summariseCohort),
  }));
}
