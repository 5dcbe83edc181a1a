import { type Attribute, knownMembers, type Membership } from "../braze/membership";
import type { BrazeState } from "../braze/state";
import type { Cohort, Workspace } from "../braze/workspace";
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
  const { id, name, names, createdAt } = cohort;
  return { id, name, names, createdAt, ...countsOf(cohort) };
}

/** One attribute with its counts. */
export function summariseAttribute(attribute: Attribute) {
  const { name, left, dataPoints } = attribute;
  return { name, left: left.size, dataPoints, ...countsOf(attribute) };
}

/** A cohort or an attribute with digests of the members sent and of those Braze knew. */
export function describeMembership(membership: Cohort | Attribute) {
  return {
    ...("id" in membership ? summariseCohort(membership) : summariseAttribute(membership)),
    sentDigest: digestOfMembers(membership.sent),
    knownDigest: digestOfMembers(knownMembers(membership)),
  };
}

function countsOf({ sent, unknown, calls, added, removed, redundant, mostCallsAtOnce }: Membership) {
  return {
    sent: sent.size,
    known: sent.size - unknown.size,
    calls,
    added,
    removed,
    redundant,
    mostCallsAtOnce,
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
    attributes: [...workspace.attributes.values()].map(summariseAttribute),
  }));
}
