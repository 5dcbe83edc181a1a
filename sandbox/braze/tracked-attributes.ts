import { noteUpdated, usersOf } from "./addresses";
import { isDeleted } from "./delete-users";
import { type Attribute, addMember, emptyMembership, removeMember, type TrackedObject } from "./membership";
import type { Workspace } from "./workspace";

/** Finds an attribute or makes one that nobody has. */
export function attributeOf(workspace: Workspace, name: string): Attribute {
  const existing = workspace.attributes.get(name);
  if (existing) return existing;

  const attribute: Attribute = { ...emptyMembership(), name, left: new Set(), dataPoints: 0 };
  workspace.attributes.set(name, attribute);
  return attribute;
}

/** Applies what is due at `nowMs`, in the order in which it was received: the last one received wins. */
export function applyTracked(workspace: Workspace, nowMs: number): void {
  const count = workspace.tracked.findIndex(({ dueMs }) => dueMs > nowMs);
  const due = workspace.tracked.splice(0, count === -1 ? workspace.tracked.length : count);
  for (const object of due) applyObject(workspace, object);
}

function applyObject(workspace: Workspace, object: TrackedObject): void {
  const { sent, isUpdateOnly } = object;
  const isKnown = !isUpdateOnly || (workspace.isKnown(sent) && !isDeleted(workspace, sent));
  for (const user of usersOf(workspace, object)) {
    setValues(workspace, user, object.values, isKnown);
    if (isKnown) noteUpdated(workspace, user);
  }
}

function setValues(
  workspace: Workspace,
  id: string,
  values: TrackedObject["values"],
  isKnown: boolean,
): void {
  for (const [name, value] of values) {
    const attribute = attributeOf(workspace, name);
    attribute.dataPoints += 1;
    if (value === true) addMember(attribute, id, isKnown);
    else removeMember(attribute, id);

    if (value === false && isKnown) attribute.left.add(id);
    else attribute.left.delete(id);
  }
}
