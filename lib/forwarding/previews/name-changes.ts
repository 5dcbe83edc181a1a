/**
 * What other settings do to a name, as groups that a reader tells apart:
 * - `uncovered`, `uncovered_hashed`: personal data by the recommended rules, that would be sent as it is, or as a hash, and
 *   was kept out better before
 * - `sent`, `plain`, `hashed`, `lost`: properties that are newly sent, no longer hashed, hashed from now on, no longer sent
 * - `renamed`, `event_renamed`: properties and events that get another name in Heap
 * - `type_sent`, `type_held`, `type_lost`: event types that newly reach Heap, wait for a decision, or no longer reach it
 */
export const CHANGE_GROUPS = [
  "uncovered",
  "uncovered_hashed",
  "sent",
  "plain",
  "hashed",
  "lost",
  "event_renamed",
  "renamed",
  "type_sent",
  "type_held",
  "type_lost",
] as const;

export type ChangeGroup = (typeof CHANGE_GROUPS)[number];

/** A name to which something happens. */
export interface NameChange {
  name: string;
  /** The new name, where that is what happens. */
  to: string | null;
  /** In how many of the events looked at; null where none were. */
  events: number | null;
}

/** The names of one group, the most frequent first. */
export interface NameGroup {
  kind: ChangeGroup;
  names: NameChange[];
  /** There are more than are told. */
  hasMore: boolean;
}

/** More names of a group are not told: no real source has so many. Our choice. */
const MOST_TOLD = 1_000;

/** `item_2` before `item_10`. */
const byName = new Intl.Collator("en", { numeric: true });

/** Collects names by group while events are looked at. */
export class NameCounts {
  private readonly groups = new Map<ChangeGroup, Map<string, NameChange & { events: number }>>();
  private readonly cut = new Set<ChangeGroup>();

  /** Notes one name of one event. */
  add(kind: ChangeGroup, name: string, to: string | null = null): void {
    const names = this.groups.get(kind) ?? new Map<string, NameChange & { events: number }>();
    this.groups.set(kind, names);
    const key = `${name}\n${to}`;
    const found = names.get(key);
    if (found) found.events++;
    else if (names.size < MOST_TOLD) names.set(key, { name, to, events: 1 });
    else this.cut.add(kind);
  }

  /** What was collected, groups in their order. */
  toGroups(): NameGroup[] {
    return CHANGE_GROUPS.flatMap((kind) => {
      const names = this.groups.get(kind);
      if (!names) return [];
      const told = [...names.values()].sort((a, b) => b.events - a.events || byName.compare(a.name, b.name));
      return [{ kind, names: told, hasMore: this.cut.has(kind) }];
    });
  }
}
