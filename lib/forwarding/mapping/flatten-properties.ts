import { cutText, storableText } from "@/lib/kernel/storable-text";
import type { CurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { machineSign } from "@/lib/vendors/braze/machine-sign";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";
import { HeapProperties, type SentAs } from "./heap-properties";
import { JoinedList } from "./join-list";
import type { LeftOut } from "./left-out";
import { namesAndRulesOf, type PropertySettings } from "./names-and-rules";
import { plainName } from "./plain-name";
import type { RuledProperty } from "./property-rules";
import type { IdentityFieldName } from "./read-identity";

/**
 * Objects nested deeper than this are written as text: no real event is, and a hostile one must not overflow the
 * stack.
 */
const MAX_DEPTH = 16;

const TOO_DEEP = "[nested too deep]";

/**
 * A list of objects is read until the event has this many values, which leaves room for the others. Our choice: by then
 * the text of any key is about full.
 */
const MAX_LIST_VALUES = 1_500;

/** The property of an event that a machine caused, when the source marks them. */
const MACHINE_PROPERTY = "is_machine";

/** Objects whose entries move to the top level in Heap, since the customer thinks of them as properties. */
const LIFTED = ["custom_properties", "purchase_properties"] as const;

/** What becomes of opens and clicks that a machine caused, as far as Braze says so. */
export interface MachineSettings {
  machineEvents: "forward" | "mark" | "drop";
}

interface FlattenedEvent {
  properties: Record<string, string | number>;
  /** What Heap does not get of them; undefined when it gets everything. */
  leftOut: readonly LeftOut[] | undefined;
  /** What the source's rules did; undefined when they did nothing. */
  ruled: readonly RuledProperty[] | undefined;
}

/**
 * An event's properties as Heap accepts them: flat, names and texts within Heap's limit, every name with the prefix, or
 * as the source renames it. What the source's rules say is dropped or hashed: they know a property by its name here,
 * before prefix and renaming.
 *
 * Nested objects become dot keys, lists are joined with `||`, a list of objects becomes one such text for each key and
 * `<name>.count`; booleans become "true" and "false", nulls are dropped. `event_type`, `event_id`, `device_id`,
 * `timezone`, the Braze id that is not the identity and the mark of a machine are added. Names are assigned in this order: those, the event's
 * own properties, `custom_properties`, `purchase_properties`, keys that Braze does not document. If a name is taken,
 * the value keeps its path (`custom_properties.x`, `properties.x`); if even that is taken, the path with a number
 * (`properties.x.2`).
 * @param sentAs filled with what each property is called in Heap; left out when nobody asks
 * @throws TooCostly
 */
export function flattenProperties(
  event: CurrentsEvent,
  settings: PropertySettings & MachineSettings,
  identityField: IdentityFieldName,
  sentAs?: SentAs,
): FlattenedEvent {
  const flat = new HeapProperties(namesAndRulesOf(settings), sentAs);

  flat.origin = "event.";
  if (settings.machineEvents === "mark") {
    if (machineSign(event) !== null) flat.put(MACHINE_PROPERTY, "event.", "true");
    // Of a person's events too: otherwise it would mean something else there.
    flat.reserve(MACHINE_PROPERTY);
  }

  flat.put("event_type", "event.", event.type);
  flat.put("event_id", "event.", event.id);
  flat.origin = "user.";
  if (event.deviceId !== null) flat.put("device_id", "user.", event.deviceId);
  if (event.timezone !== null) flat.put("timezone", "user.", event.timezone);
  const isByUserId = identityField === "user_id";
  const otherId = isByUserId ? event.externalUserId : event.userId;
  if (otherId !== null) flat.put(isByUserId ? "external_user_id" : "user_id", "user.", otherId);

  flat.origin = "properties.";
  for (const name of Object.keys(event.properties)) {
    if (isLifted(name, event.properties[name])) continue;
    flatten(flat, event.properties[name], plainName(name), "properties.", 0);
  }
  for (const name of LIFTED) {
    flat.origin = `${name}.`;
    const lifted = Object.hasOwn(event.properties, name) ? event.properties[name] : null;
    if (isObject(lifted)) flattenEntries(flat, lifted, "", `${name}.`, 0);
  }
  for (const { name, origin, value } of event.unknown ?? []) {
    flat.origin = origin;
    flatten(flat, value, plainName(name), origin, 0);
  }
  const ruled = flat.ruled && [...flat.ruled.values()];
  return { properties: flat.entries, leftOut: flat.leftOut, ruled };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLifted(name: string, value: unknown): boolean {
  return (name === LIFTED[0] || name === LIFTED[1]) && isObject(value);
}

/** Whether a list holds objects and, besides nulls, nothing else. */
export function isListOfObjects(list: readonly unknown[]): boolean {
  let hasObject = false;
  for (const item of list) {
    if (item === null || item === undefined) continue;
    if (!isObject(item)) return false;
    hasObject = true;
  }
  return hasObject;
}

function flatten(flat: HeapProperties, value: unknown, name: string, origin: string, depth: number): void {
  flat.count();
  if (typeof value === "string" || typeof value === "number") {
    flat.put(name, origin, value);
  } else if (typeof value === "boolean") {
    flat.put(name, origin, value ? "true" : "false");
  } else if (Array.isArray(value)) {
    if (isListOfObjects(value)) flattenObjects(flat, value, name, origin, depth);
    else flattenList(flat, value, name, origin);
  } else if (isObject(value)) {
    if (depth < MAX_DEPTH) flattenEntries(flat, value, pathOf(name), origin, depth + 1);
    else noteTooDeep(flat, flat.put(name, origin, TOO_DEEP));
  }
}

function noteTooDeep(flat: HeapProperties, key: string | null): void {
  if (key !== null) flat.note(key, "value", 1);
}

/** A path is never longer than a name may be: every value below it would pay for the rest. */
function pathOf(name: string): string {
  return `${cutText(storableText(name), MAX_TEXT_LENGTH)}.`;
}

function flattenEntries(
  flat: HeapProperties,
  entries: Record<string, unknown>,
  path: string,
  origin: string,
  depth: number,
): void {
  for (const name of Object.keys(entries)) {
    flatten(flat, entries[name], path + plainName(name), origin, depth);
  }
}

/** A list as one text of its items; nulls are left out. A rule hashes each item. */
function flattenList(flat: HeapProperties, list: readonly unknown[], name: string, origin: string): void {
  const joined = new JoinedList();
  const rule = flat.ruleOf(name);
  for (const [index, item] of list.entries()) {
    if (joined.isOver) {
      joined.leftOut += list.length - index;
      break;
    }
    flat.count();
    const text = itemText(flat, item, rule === null ? name : null);
    const ruled = text === null || rule === null ? text : flat.follow(rule, name, text);
    if (ruled !== null) joined.add(ruled);
  }
  putList(flat, name, origin, joined);
}

/** A list of objects as the number of its items, and for each of their keys a text with a place for each item. */
function flattenObjects(
  flat: HeapProperties,
  list: readonly unknown[],
  name: string,
  origin: string,
  depth: number,
): void {
  const items = list.filter(isObject);
  const columns = new Map<string, JoinedList>();
  const path = pathOf(name);
  let read = 0;
  for (const item of items) {
    if (flat.values >= MAX_LIST_VALUES && read > 0) break;
    collect(flat, columns, item, path, read, depth + 1);
    read++;
  }
  flat.put(`${path}count`, origin, items.length);
  for (const [key, column] of columns) {
    column.leftOut += items.length - read;
    putList(flat, key, origin, column);
  }
}

function collect(
  flat: HeapProperties,
  columns: Map<string, JoinedList>,
  item: Record<string, unknown>,
  path: string,
  place: number,
  depth: number,
): void {
  for (const name of Object.keys(item)) {
    flat.count();
    const value = item[name];
    if (isObject(value) && depth < MAX_DEPTH) {
      collect(flat, columns, value, pathOf(path + plainName(name)), place, depth + 1);
      continue;
    }
    const key = path + plainName(name);
    const rule = flat.ruleOf(key);
    const text = itemText(flat, value, rule === null ? key : null);
    const ruled = text === null || rule === null ? text : flat.follow(rule, key, text);
    if (ruled === null) continue;

    let column = columns.get(key);
    if (!column) {
      column = new JoinedList();
      columns.set(key, column);
    }
    column.add(ruled, place);
  }
}

function putList(flat: HeapProperties, name: string, origin: string, joined: JoinedList): void {
  const isSent = joined.text !== "";
  if (isSent || joined.leftOut > 0) {
    const key = isSent ? flat.set(name, origin, joined.text) : flat.settings.heapName(name);
    if (joined.leftOut > 0) flat.note(key, "items", joined.leftOut);
  }
}

/**
 * @param name for an item whose inner values have rules of their own: the name they are below
 */
function itemText(flat: HeapProperties, item: unknown, name: string | null): string | null {
  if (item === null || item === undefined) return null;
  if (typeof item !== "object") return String(item);
  if (!isWithinDepth(flat, item, MAX_DEPTH)) return TOO_DEEP;

  const hasRules = flat.settings.rules !== null && name !== null;
  return JSON.stringify(hasRules ? ruledValue(flat, item, name) : item);
}

/** A value with what the rules say about the values inside it; undefined when it is dropped. */
function ruledValue(flat: HeapProperties, value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => ruledValue(flat, entry, name)).filter((entry) => entry !== undefined);
  }
  if (isObject(value)) {
    const path = pathOf(name);
    const entries = Object.keys(value).map((key) => [
      key,
      ruledValue(flat, value[key], path + plainName(key)),
    ]);
    return Object.fromEntries(entries);
  }
  const rule = value === null ? null : flat.ruleOf(name);
  return rule === null ? value : (flat.follow(rule, name, String(value)) ?? undefined);
}

function isWithinDepth(flat: HeapProperties, value: unknown, depth: number): boolean {
  flat.count();
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;

  return Object.values(value).every((entry) => isWithinDepth(flat, entry, depth - 1));
}
