import { isListOfObjects } from "@/lib/forwarding/mapping/flatten-properties";
import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";

/**
 * What happened to one value of Braze's event on its way to Heap.
 * - `kept`: same name, same value; `renamed`: the prefix was put before its name
 * - `flattened`: taken out of an object, its path became its name; `lifted`: moved to the top from
 *   `custom_properties` or `purchase_properties`
 * - `joined`: a list became one text, or the values of one key in a list of objects did; `counted`: a list of objects
 *   became the number of its items; `text`: true or false became a text; `cut`: shortened to Heap's limit
 * - `dropped`: not sent
 */
type Change = "kept" | "renamed" | "flattened" | "lifted" | "joined" | "counted" | "text" | "cut" | "dropped";

/** Keys and places in lists, from the top of Braze's event. */
type Path = (string | number)[];

export interface TracedValue {
  path: Path;
  /** The property's name in Heap; null when it was not sent as one. */
  name: string | null;
  change: Change;
}

interface Leaf {
  path: Path;
  value: unknown;
  /** The mark whose name it has: its own, or in a list of objects that of its key. */
  mark: number;
}

/** Deeper values are treated as one: the mapping writes them as one text too. */
const MAX_DEPTH = 18;
/** Enough for any real event; keeps the answer small for a hostile one. */
const MAX_VALUES = 1_000;

const MARK = /⟦(\d+)⟧/g;

/** Keys whose values the mapping reads for itself. */
const READ_KEYS: ReadonlySet<string> = new Set(["id", "event_type", "time", "user", "properties"]);

/**
 * Finds for each value of an event which property of the Heap event it became. It asks the mapping itself: it
 * replaces every value by a mark, maps the marked event, and finds the marks under their new names.
 * @param sent what the mapping made of the unmarked event
 */
export function traceChanges(raw: unknown, mapping: Mapping, sent: HeapEvent): TracedValue[] {
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

  // A marked event has other values than those by which a machine is recognised.
  const names = namesOfMarks(mapEvent(marked, { ...mapping, machineEvents: "forward" }));
  return marker.leaves.slice(0, MAX_VALUES).flatMap(({ path, value, mark }): TracedValue[] => {
    if (isIdentity(path, mapping) || isContainer(path)) return [];

    if (isList(value) && isListOfObjects(value)) {
      const counted = nameOfCount(path, mapping, sent);
      return [{ path, name: counted, change: counted === null ? "dropped" : "counted" }];
    }
    const name = names.get(mark);
    if (name === undefined || !Object.hasOwn(sent.properties, name)) {
      return [{ path, name: null, change: "dropped" }];
    }
    return [{ path, name, change: changeOf(path, value, name, sent.properties[name], mapping) }];
  });
}

function namesOfMarks(mapped: ReturnType<typeof mapEvent>): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of mapped.outcome === "forward" ? Object.entries(mapped.heap.properties) : []) {
    for (const [, mark] of String(value).matchAll(MARK)) names.set(Number(mark), name);
  }
  return names;
}

/** Replaces values by marks and keeps what they were. */
class Marker {
  readonly leaves: Leaf[] = [];
  private marks = 0;

  constructor(private readonly mapping: Mapping) {}

  mark(value: unknown, path: Path): unknown {
    if (isObject(value) && path.length < MAX_DEPTH) {
      const marked = {};
      for (const key of Object.keys(value)) define(marked, key, this.mark(value[key], [...path, key]));
      return marked;
    }
    if (isList(value) && isListOfObjects(value) && path.length < MAX_DEPTH) {
      this.leaves.push({ path, value, mark: -1 });
      return [this.markItems(value, path)];
    }
    if (isNothing(value) || isIdentity(path, this.mapping)) {
      this.leaves.push({ path, value, mark: -1 });
      return value;
    }
    const token = this.push(path, value, this.marks++);
    return isList(value) ? [token] : token;
  }

  /** One item with the keys of all: each key becomes one property, whatever item it is in. */
  private markItems(items: readonly unknown[], path: Path): Record<string, unknown> {
    const all = {};
    const marks = new Map<string, number>();
    const visit = (into: object, item: Record<string, unknown>, at: Path, key: string) => {
      for (const name of Object.keys(item)) {
        const value = item[name];
        const here = [...at, name];
        const place = `${key}${JSON.stringify(name)}`;
        if (isObject(value) && here.length < MAX_DEPTH) {
          const inner = own(into, name);
          const next = isObject(inner) ? inner : {};
          if (inner === undefined) define(into, name, next);
          visit(next, value, here, place);
          continue;
        }
        if (value === null || value === undefined) {
          this.leaves.push({ path: here, value, mark: -1 });
          continue;
        }
        const mark = marks.get(place) ?? this.marks++;
        marks.set(place, mark);
        const token = this.push(here, value, mark);
        if (own(into, name) === undefined) define(into, name, token);
      }
    };
    for (const [index, item] of items.entries()) if (isObject(item)) visit(all, item, [...path, index], "");
    return all;
  }

  private push(path: Path, value: unknown, mark: number): string {
    this.leaves.push({ path, value, mark });
    return `⟦${mark}⟧`;
  }
}

/** The name of the number of items of a list, as `flattenProperties` gives it. */
function nameOfCount(path: Path, { prefix }: Mapping, sent: HeapEvent): string | null {
  const isLifted =
    path[0] === "properties" && (path[1] === "custom_properties" || path[1] === "purchase_properties");
  const [origin, inner] = isLifted
    ? [path[1], path.slice(2)]
    : [path[0], path.slice(path.length > 1 ? 1 : 0)];
  const names = [inner, [origin, ...inner]].map((keys) => `${prefix ?? ""}${keys.join(".")}.count`);
  return names.find((name) => typeof sent.properties[name] === "number") ?? null;
}

function changeOf(path: Path, value: unknown, name: string, sent: unknown, mapping: Mapping): Change {
  if (isList(value) || path.some((key) => typeof key === "number")) return "joined";
  if (typeof value === "string" && typeof sent === "string" && sent.length < value.length) return "cut";
  if (typeof value === "boolean") return "text";
  const isKnown = path[0] === "user" || path[0] === "properties";
  if (path.length > (isKnown ? 2 : 1)) {
    const isLifted = path[1] === "custom_properties" || path[1] === "purchase_properties";
    return isLifted && path.length === 3 ? "lifted" : "flattened";
  }
  return name === path.at(-1) || !mapping.prefix ? "kept" : "renamed";
}

/** The identity is not marked: it would be refused, or look like another person's. */
function isIdentity(path: Path, { identityField }: Mapping): boolean {
  return path.length === 2 && path[0] === "user" && path[1] === identityField;
}

/** The two objects that every event has. */
function isContainer(path: Path): boolean {
  return path.length === 1 && (path[0] === "user" || path[0] === "properties");
}

/** Values that the mapping leaves out are not marked: they would take a name that is free for another value. */
function isNothing(value: unknown): boolean {
  if (!isList(value)) return value === null || value === undefined;

  const items = value.filter((item) => item !== null && item !== undefined);
  return items.length === 0 || (items.length === 1 && items[0] === "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

/** Sets an own property, `__proto__` too. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
