import { type MappedEvent, type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { loadMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { type TypeSettings, whyTypeFiltered } from "@/lib/forwarding/mapping/type-rule";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { readInTurn } from "@/lib/kernel/body-reads";
import { requireDistinctNames } from "@/lib/setup/sources/require-distinct-names";
import { eventName } from "@/lib/vendors/braze/catalog";
import type { ForwardedEvent } from "./compare-events";
import { eachOfLatest } from "./latest-events";
import { NameCounts, type NameGroup } from "./name-changes";
import { type Cover, isUncovered, uncoveredByRules } from "./personal-data";
import { sentNames } from "./sent-names";

/** What other settings would do to the latest events, by name. */
export interface MappingChanges {
  /** How many of the latest events were looked at: those that reach Heap, or would. */
  events: number;
  /** In how many of them something of this kind changes. */
  renamed: number;
  otherProperties: number;
  uncovered: number;
  /** How many would newly reach Heap, wait for a decision, or no longer reach it, for their type. */
  sent: number;
  held: number;
  lost: number;
  groups: NameGroup[];
  /** What the rules alone would uncover; empty where the events tell more. */
  uncoveredByRules: NameGroup[];
}

/** The settings that are tried; those left out are the source's. */
export type TriedSettings = Partial<
  Pick<
    Mapping,
    | "prefix"
    | "catalogPrefix"
    | "propertyRules"
    | "protectsPersonalData"
    | "propertyNames"
    | "eventNames"
    | "eventTypes"
    | "userProperties"
    | "newTypes"
  >
>;

/**
 * Names everything that other settings of a source would change in its latest events: properties, events and event types.
 * Sends nothing and changes nothing. The answer has names, no values.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `unavailable`
 */
export async function compareMappings(
  ctx: Ctx,
  input: { customerId: string; sourceId: string; tried: TriedSettings },
): Promise<MappingChanges> {
  requireRole(ctx, "csm");
  const { customerId, sourceId, tried } = input;
  const own = await loadMapping({ customerId, sourceId });
  // Saving makes a salt where there is none yet; which one it is changes no name.
  const mapping = { ...own, ...tried, hashSalt: own.hashSalt ?? "made by saving" };
  requireDistinctNames(mapping);

  const changes = { events: 0, renamed: 0, otherProperties: 0, uncovered: 0, sent: 0, held: 0, lost: 0 };
  const counts = new NameCounts();
  await readInTurn(ctx, () =>
    eachOfLatest({ customerId, id: sourceId }, mapping, (raw, _place, after) => {
      const isCounted = compareOne(raw, { own, after }, counts, changes);
      if (isCounted) changes.events++;
      return isCounted;
    }),
  );
  return {
    ...changes,
    groups: counts.toGroups(),
    uncoveredByRules: changes.uncovered === 0 ? uncoveredByRules(own, mapping) : [],
  };
}

type Counters = Pick<MappingChanges, "renamed" | "otherProperties" | "uncovered" | "sent" | "held" | "lost">;

/** Whether the event reaches Heap by one of the two settings, so that it counts. */
function compareOne(
  raw: unknown,
  { own, after }: { own: Mapping; after: Mapping },
  counts: NameCounts,
  changes: Counters,
): boolean {
  const [was, is] = [mapEvent(raw, own), mapEvent(raw, after)];
  if (was.outcome === "forward" && is.outcome === "forward") {
    compareForwarded(raw, { own, was }, { own: after, was: is }, counts, changes);
    return true;
  }
  const [wasFate, isFate] = [fateOf(was, own), fateOf(is, after)];
  if (wasFate === null || isFate === null || wasFate === isFate) return false;
  changes[isFate]++;
  counts.add(`type_${isFate}`, eventName(typeOf(is)));
  return true;
}

/** What becomes of an event because of its type; null when something else decides. */
function fateOf(mapped: MappedEvent, settings: TypeSettings): "sent" | "held" | "lost" | null {
  if (mapped.outcome === "forward") return "sent";
  if (mapped.outcome === "held") return "held";
  if (mapped.outcome !== "filtered" || mapped.type === null) return null;
  return whyTypeFiltered(mapped.type, settings) === mapped.reason ? "lost" : null;
}

function typeOf(mapped: MappedEvent): string {
  return (mapped.outcome === "forward" ? mapped.braze.type : mapped.type) ?? "";
}

interface Side {
  own: Mapping;
  was: ForwardedEvent;
}

function compareForwarded(
  raw: unknown,
  before: Side,
  after: Side,
  counts: NameCounts,
  changes: Counters,
): void {
  const names = { before: before.was.heap.event, after: after.was.heap.event };
  let isRenamed = names.before !== names.after;
  if (isRenamed) counts.add("event_renamed", names.before, names.after);

  const [was, is] = [coversOf(raw, before), coversOf(raw, after)];
  let isOther = false;
  let isUncoveredHere = false;
  for (const path of new Set([...was.keys(), ...is.keys()])) {
    const [old, next] = [was.get(path), is.get(path)];
    const name = old?.name ?? next?.name ?? "";
    const from: Cover = old?.cover ?? "drop";
    const to: Cover = next?.cover ?? "drop";
    if (old && next && old.heapName !== next.heapName) {
      isRenamed = true;
      counts.add("renamed", old.heapName, next.heapName);
    }
    if (from === to) continue;
    if (isUncovered(name, from, to)) {
      isUncoveredHere = true;
      counts.add(to === "hash" ? "uncovered_hashed" : "uncovered", name);
    } else {
      isOther = true;
      counts.add(groupOf(from, to), name);
    }
  }
  if (isRenamed) changes.renamed++;
  if (isOther) changes.otherProperties++;
  if (isUncoveredHere) changes.uncovered++;
}

function groupOf(from: Cover, to: Cover): "lost" | "hashed" | "sent" | "plain" {
  if (to === "drop") return "lost";
  if (to === "hash") return "hashed";
  return from === "drop" ? "sent" : "plain";
}

/** The properties that are sent, by path, and how well each is covered; what is not sent is missing. */
function coversOf(raw: unknown, { own, was }: Side) {
  const hashed = new Set(was.ruled?.flatMap(({ name, action }) => (action === "hash" ? name : [])));
  return new Map(
    [...sentNames(raw, own)].map(([path, { name, heapName }]) => {
      const cover: Cover = hashed.has(name) ? "hash" : "none";
      return [path, { name, heapName, cover }];
    }),
  );
}
