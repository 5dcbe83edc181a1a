/** Who belongs to a segment in Braze: the members of a cohort, or the users who have an attribute that is true. */
export type Membership = {
  /** The membership that the caller wants. Device ids and aliases are kept as `device:<id>` and `alias:<label>:<name>`. */
  sent: Set<string>;
  /** Those of `sent` that had no profile when they were sent; Braze ignores them silently. */
  unknown: Set<string>;
  calls: number;
  added: number;
  removed: number;
  /** Adds of members and removes of non-members: harmless, but a delta sender should have few. */
  redundant: number;
  /** The most calls in progress at any one time. */
  mostCallsAtOnce: number;
};

/** A custom attribute as Braze would hold it: its members are the users who have it as true. */
export type Attribute = Membership & {
  name: string;
  /** Users who have it as false, which can still be filtered by; not those it was taken away from. */
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

export function emptyMembership(): Membership {
  return {
    sent: new Set(),
    unknown: new Set(),
    calls: 0,
    added: 0,
    removed: 0,
    redundant: 0,
    mostCallsAtOnce: 0,
  };
}

export function addMember(membership: Membership, id: string, isKnown: boolean): void {
  if (membership.sent.has(id)) membership.redundant += 1;
  else membership.added += 1;

  membership.sent.add(id);
  if (isKnown) membership.unknown.delete(id);
  else membership.unknown.add(id);
}

export function removeMember(membership: Membership, id: string): void {
  if (membership.sent.delete(id)) membership.removed += 1;
  else membership.redundant += 1;
  membership.unknown.delete(id);
}

/** The members that Braze would really have: sent, and known when they were sent. */
export function* knownMembers(membership: Membership): Generator<string> {
  for (const member of membership.sent) {
    if (!membership.unknown.has(member)) yield member;
  }
}
