import { cutText, storableText } from "@/lib/kernel/storable-text";
import type { CurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";

/** What Heap itself puts between the items of a list. Source: https://developers.heap.io/reference/track-1 */
const LIST_SEPARATOR = "||";

/**
 * Objects nested deeper than this are written as text: no real event is, and a hostile one must not overflow the
 * stack.
 */
const MAX_DEPTH = 16;

const TOO_DEEP = "[nested too deep]";

/**
 * More values than this make an event unfit. Our choice: Braze's largest events have some hundred, Heap names no limit,
 * and each one costs.
 */
export const MAX_VALUES = 2_000;

/** Thrown when an event has more than `MAX_VALUES` values. */
export class TooManyValues extends Error {}

/** Objects whose entries move to the top level in Heap, since the customer thinks of them as properties. */
const LIFTED = ["custom_properties", "purchase_properties"] as const;

/**
 * An event's properties as Heap accepts them: flat, names and texts within Heap's limit, every name with the prefix.
 *
 * Nested objects become dot keys, lists are joined with `||`, booleans become "true" and "false", nulls are dropped.
 * `event_type`, `device_id` and `timezone` are added. Names are assigned in this order: those three, the event's own
 * properties, `custom_properties`, `purchase_properties`. If a name is taken, the value keeps its path
 * (`custom_properties.x`, `properties.x`); if even that is taken, the first value stays.
 * @throws TooManyValues
 */
export function flattenProperties(event: CurrentsEvent, prefix: string): Record<string, string | number> {
  const flat: Flat = { entries: {}, prefix: storableText(prefix), values: 0 };

  put(flat, "event_type", "user.", event.type);
  if (event.deviceId !== null) put(flat, "device_id", "user.", event.deviceId);
  if (event.timezone !== null) put(flat, "timezone", "user.", event.timezone);

  for (const name of Object.keys(event.properties)) {
    if (isLifted(name, event.properties[name])) continue;
    flatten(flat, event.properties[name], name, "properties.", 0);
  }
  for (const name of LIFTED) {
    const lifted = Object.hasOwn(event.properties, name) ? event.properties[name] : null;
    if (isObject(lifted)) flattenEntries(flat, lifted, "", `${name}.`, 0);
  }
  return flat.entries;
}

interface Flat {
  entries: Record<string, string | number>;
  prefix: string;
  /** How many values were looked at. */
  values: number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLifted(name: string, value: unknown): boolean {
  return (name === LIFTED[0] || name === LIFTED[1]) && isObject(value);
}

function count(flat: Flat): void {
  flat.values++;
  if (flat.values > MAX_VALUES) throw new TooManyValues();
}

function flatten(flat: Flat, value: unknown, name: string, origin: string, depth: number): void {
  count(flat);
  if (typeof value === "string" || typeof value === "number") {
    put(flat, name, origin, value);
  } else if (typeof value === "boolean") {
    put(flat, name, origin, value ? "true" : "false");
  } else if (Array.isArray(value)) {
    const joined = joinList(flat, value);
    if (joined !== "") put(flat, name, origin, joined);
  } else if (isObject(value)) {
    // A path is never longer than a name may be: every value below it would pay for the rest.
    const path = `${cutText(storableText(name), MAX_TEXT_LENGTH)}.`;
    if (depth < MAX_DEPTH) flattenEntries(flat, value, path, origin, depth + 1);
    else put(flat, name, origin, TOO_DEEP);
  }
}

function flattenEntries(
  flat: Flat,
  entries: Record<string, unknown>,
  path: string,
  origin: string,
  depth: number,
): void {
  for (const name of Object.keys(entries)) flatten(flat, entries[name], path + name, origin, depth);
}

/** Sets a free name, or the name with its origin in front. An empty name is never free. */
function put(flat: Flat, name: string, origin: string, value: string | number): void {
  const short = heapName(flat, name);
  const isFree = name !== "" && !Object.hasOwn(flat.entries, short);
  const key = isFree ? short : heapName(flat, origin + name);
  if (!isFree && Object.hasOwn(flat.entries, key)) return;

  const heapValue = toHeapValue(value);
  if (key !== "__proto__") {
    flat.entries[key] = heapValue;
    return;
  }
  // Assigning to this name would set the object's prototype instead of a property.
  const settings = { enumerable: true, configurable: true, writable: true };
  Object.defineProperty(flat.entries, key, { value: heapValue, ...settings });
}

function heapName(flat: Flat, name: string): string {
  return cutText(flat.prefix + storableText(name), MAX_TEXT_LENGTH);
}

/** JSON can contain a number too large for a double, which JSON cannot write back: it is sent as text. */
function toHeapValue(value: string | number): string | number {
  if (typeof value === "string") return cutText(storableText(value), MAX_TEXT_LENGTH);

  return Number.isFinite(value) ? value : String(value);
}

/** A list as one text; stops once it is longer than Heap accepts. Nulls are left out, objects are JSON. */
function joinList(flat: Flat, list: readonly unknown[]): string {
  const texts: string[] = [];
  let length = 0;
  for (const item of list) {
    count(flat);
    const text = itemText(flat, item);
    if (text === null) continue;

    texts.push(text);
    length += text.length + LIST_SEPARATOR.length;
    if (length > MAX_TEXT_LENGTH + LIST_SEPARATOR.length) break;
  }
  return texts.join(LIST_SEPARATOR);
}

function itemText(flat: Flat, item: unknown): string | null {
  if (item === null || item === undefined) return null;
  if (typeof item !== "object") return String(item);

  return isWithinDepth(flat, item, MAX_DEPTH) ? JSON.stringify(item) : TOO_DEEP;
}

function isWithinDepth(flat: Flat, value: unknown, depth: number): boolean {
  count(flat);
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;

  return Object.values(value).every((entry) => isWithinDepth(flat, entry, depth - 1));
}
