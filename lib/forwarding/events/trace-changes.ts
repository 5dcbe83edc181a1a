import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";

/**
 * What happened to one value of Braze's event on its way to Heap.
 * - `kept`: same name, same value; `renamed`: the prefix was put before its name
 * - `flattened`: taken out of an object, its path became its name; `lifted`: moved to the top from
 *   `custom_properties` or `purchase_properties`
 * - `joined`: a list became one text; `text`: true or false became a text; `cut`: shortened to Heap's limit
 * - `dropped`: not sent
 */
type Change = "kept" | "renamed" | "flattened" | "lifted" | "joined" | "text" | "cut" | "dropped";

export interface TracedValue {
  /** Where in Braze's event: keys from the top. */
  path: string[];
  /** The property's name in Heap; null when it was not sent as one. */
  name: string | null;
  change: Change;
}

/** Deeper values are treated as one: the mapping writes them as one text too. */
const MAX_DEPTH = 18;
/** Enough for any real event; keeps the answer small for a hostile one. */
const MAX_VALUES = 1_000;

const TOKEN = /⟦(\d+)⟧/g;

/**
 * Finds for each value of an event which property of the Heap event it became. It asks the mapping itself: it
 * replaces every value by a mark, maps the marked event, and finds the marks under their new names.
 * @param sent what the mapping made of the unmarked event
 */
export function traceChanges(raw: unknown, mapping: Mapping, sent: HeapEvent): TracedValue[] {
  const { user, properties } = raw as { user?: unknown; properties?: unknown };
  const leaves: { path: string[]; value: unknown }[] = [];

  const mark = (value: unknown, path: string[]): unknown => {
    if (isObject(value) && path.length < MAX_DEPTH) {
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, mark(entry, [...path, key])]),
      );
    }
    leaves.push({ path, value });
    if (isNothing(value) || isIdentity(path, mapping)) return value;

    const token = `⟦${leaves.length - 1}⟧`;
    return Array.isArray(value) ? [token] : token;
  };
  const marked = {
    ...(raw as Record<string, unknown>),
    user: mark(user ?? {}, ["user"]),
    properties: mark(properties ?? {}, ["properties"]),
  };

  const names = new Map<number, string>();
  const mapped = mapEvent(marked, mapping);
  for (const [name, value] of mapped.outcome === "forward" ? Object.entries(mapped.heap.properties) : []) {
    for (const [, place] of String(value).matchAll(TOKEN)) names.set(Number(place), name);
  }

  return leaves.slice(0, MAX_VALUES).flatMap(({ path, value }, place): TracedValue[] => {
    if (isIdentity(path, mapping) || path.length < 2) return [];

    const name = names.get(place);
    if (name === undefined || !Object.hasOwn(sent.properties, name)) {
      return [{ path, name: null, change: "dropped" }];
    }
    return [{ path, name, change: changeOf(path, value, name, sent.properties[name], mapping) }];
  });
}

function changeOf(
  path: readonly string[],
  value: unknown,
  name: string,
  sent: unknown,
  mapping: Mapping,
): Change {
  if (typeof value === "string" && typeof sent === "string" && sent.length < value.length) return "cut";
  if (Array.isArray(value)) return "joined";
  if (typeof value === "boolean") return "text";
  if (path.length > 2) {
    const isLifted = path[1] === "custom_properties" || path[1] === "purchase_properties";
    return isLifted && path.length === 3 ? "lifted" : "flattened";
  }
  return name === path.at(-1) || !mapping.prefix ? "kept" : "renamed";
}

/** The identity is not marked: it would be refused, or look like another person's. */
function isIdentity(path: readonly string[], { identityField }: Mapping): boolean {
  return path.length === 2 && path[0] === "user" && path[1] === identityField;
}

/** Values that the mapping leaves out are not marked: they would take a name that is free for another value. */
function isNothing(value: unknown): boolean {
  if (!Array.isArray(value)) return value === null || value === undefined;

  const items = value.filter((item) => item !== null && item !== undefined);
  return items.length === 0 || (items.length === 1 && items[0] === "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
