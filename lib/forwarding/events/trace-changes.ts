import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { type RuledProperty, rulesOf } from "@/lib/forwarding/mapping/property-rules";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";
import { define, isIdentity, isList, type Leaf, Marker, type Path } from "./mark-values";

/**
 * What happened to one value of Braze's event on its way to Heap.
 * - `kept`: same name, same value; `renamed`: the prefix was put before its name, or it was given another
 * - `flattened`: taken out of an object, its path became its name; `lifted`: moved to the top from
 *   `custom_properties` or `purchase_properties`
 * - `joined`: a list became one text, or the values of one key in a list of objects did; `counted`: a list of objects
 *   became the number of its items; `text`: true or false became a text; `cut`: shortened to Heap's limit
 * - `hashed`: a rule of the source replaced it
 * - `dropped`: not sent
 */
type Change =
  | "kept"
  | "renamed"
  | "flattened"
  | "lifted"
  | "joined"
  | "counted"
  | "text"
  | "cut"
  | "hashed"
  | "dropped";

export interface TracedValue {
  path: Path;
  /** The property's name in Heap; null when it was not sent as one. */
  name: string | null;
  change: Change;
}

/** Enough for any real event; keeps the answer small for a hostile one. */
const MAX_VALUES = 1_000;

const MARK = /⟦\d+⟧/g;

/** Keys whose values the mapping reads for itself. */
const READ_KEYS: ReadonlySet<string> = new Set(["id", "event_type", "time", "user", "properties"]);

/**
 * Finds for each value of an event which property of the Heap event it became. It asks the mapping itself: it
 * replaces every value by a mark, maps the marked event, and finds the marks under their new names.
 * @param sent what the mapping made of the unmarked event
 * @param ruled what the source's rules did to it
 */
export function traceChanges(
  raw: unknown,
  mapping: Mapping,
  sent: HeapEvent,
  ruled: readonly RuledProperty[] = [],
): TracedValue[] {
  const event = raw as Record<string, unknown>;
  const marker = new Marker(mapping);
  const marked: Record<string, unknown> = {
    ...event,
    user: marker.mark(event.user ?? {}, ["user"]),
    properties: marker.mark(event.properties ?? {}, ["properties"]),
  };
  for (const key of Object.keys(event)) {
    if (!READ_KEYS.has(key)) define(marked, key, marker.mark(event[key], [key]));
  }

  // A marked event has other values than those by which a machine is recognized, and a mark that is hashed is none.
  const names = namesOfMarks(
    mapEvent(marked, { ...mapping, ...withoutHashes(mapping), machineEvents: "forward" }),
  );
  const hashed = new Set(ruled.flatMap(({ name, action }) => (action === "hash" ? name : [])));
  return marker.leaves.slice(0, MAX_VALUES).flatMap(({ path, value, mark }): TracedValue[] => {
    if (isIdentity(path, mapping) || isContainer(path)) return [];

    const name = names.get(mark);
    if (name === undefined || !Object.hasOwn(sent.properties, name)) {
      return [{ path, name: null, change: "dropped" }];
    }
    const change = typeof mark === "number" ? "counted" : changeOf(path, value, name, sent.properties[name]);
    return [{ path, name, change: hashed.has(brazeName(path)) ? "hashed" : change }];
  });
}

/** The same rules in the same order, but what they hash is kept. */
function withoutHashes(mapping: Mapping): Pick<Mapping, "propertyRules" | "protectsPersonalData"> {
  const propertyRules = rulesOf(mapping).map((rule) =>
    rule.action === "hash" ? { ...rule, action: "keep" as const } : rule,
  );
  return { propertyRules, protectsPersonalData: false };
}

/** The name by which rules know the property that a value belongs to: without places in lists and without its origin. */
function brazeName(path: Path): string {
  const keys = path.filter((key) => typeof key === "string");
  const isKnown = keys[0] === "user" || keys[0] === "properties";
  const isLifted = keys[1] === "custom_properties" || keys[1] === "purchase_properties";
  return keys.slice(isKnown ? (keys[0] === "properties" && isLifted ? 2 : 1) : 0).join(".");
}

/** The numbers among the values are those of lists of objects: everything else was replaced by a text. */
function namesOfMarks(mapped: ReturnType<typeof mapEvent>): Map<Leaf["mark"], string> {
  const names = new Map<Leaf["mark"], string>();
  for (const [name, value] of mapped.outcome === "forward" ? Object.entries(mapped.heap.properties) : []) {
    if (typeof value === "number") names.set(value, name);
    else for (const [mark] of value.matchAll(MARK)) names.set(mark, name);
  }
  return names;
}

function changeOf(path: Path, value: unknown, name: string, sent: unknown): Change {
  if (isList(value) || path.some((key) => typeof key === "number")) return "joined";
  if (typeof value === "string" && typeof sent === "string" && sent.length < value.length) return "cut";
  if (typeof value === "boolean") return "text";
  const isKnown = path[0] === "user" || path[0] === "properties";
  if (path.length > (isKnown ? 2 : 1)) {
    const isLifted = path[1] === "custom_properties" || path[1] === "purchase_properties";
    return isLifted && path.length === 3 ? "lifted" : "flattened";
  }
  return name === path.at(-1) ? "kept" : "renamed";
}

/** The two objects that every event has. */
function isContainer(path: Path): boolean {
  return path.length === 1 && (path[0] === "user" || path[0] === "properties");
}
