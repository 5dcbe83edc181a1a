import { isDeleted } from "./delete-users";
import { addMember, emptyMembership, type Membership, removeMember } from "./membership";
import type { Workspace } from "./workspace";

/** A custom attribute as Braze would hold it: its members are the users for whom it is true. */
export type Attribute = Membership & {
  name: string;
  /** Users for whom it was set to false: it can still be filtered by. Not those for whom it was taken away. */
  left: Set<string>;
  /** How often it was set or taken away: each costs a data point. */
  dataPoints: number;
};

/** An object of `/users/track` that was received and is applied later. */
export type TrackedObject = {
  dueMs: number;
  /** The id as it was sent (an alias by its name), and as members are kept. */
  sent: string;
  id: string;
  values: [name: string, value: unknown][];
  /** False: a user who is not known is created. */
  isUpdateOnly: boolean;
};

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

function applyObject(workspace: Workspace, { sent, id, values, isUpdateOnly }: TrackedObject): void {
  const isKnown = !isUpdateOnly || (workspace.isKnown(sent) && !isDeleted(workspace, sent));
  for (const [name, value] of values) {
    const attribute = attributeOf(workspace, name);
    attribute.dataPoints += 1;
    if (value === true) addMember(attribute, id, isKnown);
    else removeMember(attribute, id);

    if (value === false && isKnown) attribute.left.add(id);
    else attribute.left.delete(id);
  }
}
