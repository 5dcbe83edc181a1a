import { cutText, storableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { isAlmostEmail, isReservedUserProperty } from "@/lib/setup/sources/user-property-input";
import type { CurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";
import { namesAndRulesOf, type PropertySettings } from "./names-and-rules";
import { plainName } from "./plain-name";

/** Which value of an event becomes which property of its user in Heap. */
export interface UserPropertyRule {
  /** Only events of this type; null for all. */
  eventType: string | null;
  /** The property's name in Braze. */
  from: string;
  /** The name in Heap, in which `{name}` is another property of the event. */
  to: string;
  /** Although a rule for properties drops or hashes it. */
  inClear: boolean;
}

/** One property of an event's user, as Heap gets it. */
export interface UserValue {
  name: string;
  value: string | number;
  rule: UserPropertyRule;
}

/**
 * Longest name of a user property, in characters: our choice. Heap takes longer ones, but with the longest identity it must
 * fit into one entry of an index (PostgreSQL's limit is 2,704 bytes).
 */
const MAX_NAME_LENGTH = 255;

/** Where its value may be: a rule for any of these places holds. */
const ORIGINS = ["properties.", "custom_properties.", "purchase_properties."];

const PLACEHOLDER = /\{([^{}]+)\}/g;

/**
 * What an event says about its user by these rules; undefined when nothing. The source's rules for properties apply
 * first: what they drop is not sent and what they hash is sent hashed, unless the rule says `inClear`. Pure.
 */
export function readUserValues(
  event: CurrentsEvent,
  settings: PropertySettings & { userProperties: readonly UserPropertyRule[] },
): UserValue[] | undefined {
  const values = new Map<string, UserValue>();
  for (const rule of settings.userProperties) {
    if (rule.eventType !== null && rule.eventType !== event.type) continue;

    const value = ruledValueOf(event, settings, rule.from, rule.inClear);
    if (value === null) continue;
    const name = nameOf(event, settings, rule.to);
    if (name !== null && !values.has(name)) values.set(name, { name, value, rule });
  }
  return values.size > 0 ? [...values.values()] : undefined;
}

/**
 * The name in Heap, without what shows nothing at its ends; null when the event lacks a property that it names, or has one
 * that makes the name too long, or one that a person may not enter either.
 */
function nameOf(event: CurrentsEvent, settings: PropertySettings, template: string): string | null {
  let isWhole = true;
  const filled = template.replace(PLACEHOLDER, (_, from: string) => {
    const value = ruledValueOf(event, settings, from, false);
    if (value === null) isWhole = false;
    return String(value);
  });
  const name = trimUnseen(storableText(filled));
  const isUsable = name !== "" && name.length <= MAX_NAME_LENGTH;
  return isWhole && isUsable && !isReservedUserProperty(name) && !isAlmostEmail(name) ? name : null;
}

function ruledValueOf(
  event: CurrentsEvent,
  settings: PropertySettings,
  from: string,
  isInClear: boolean,
): string | number | null {
  const raw = plainValue(find(event.properties, from));
  if (raw === null) return null;

  const shape = namesAndRulesOf(settings);
  const others = shape.rules?.asksOthers ? ORIGINS.flatMap((origin) => shape.otherNames(from, origin)) : [];
  const rule = isInClear ? null : (shape.rules?.of(from, others) ?? null);
  if (rule?.action === "drop") return null;
  return rule?.action === "hash" ? shape.hash(String(raw)) : raw;
}

/** Where a property may be: named as it is, as a path, or inside what Braze keeps for the customer's own. */
function find(properties: Record<string, unknown>, from: string): unknown {
  const own = inside(properties, from);
  if (own !== undefined) return own;
  for (const name of ["custom_properties", "purchase_properties"]) {
    const lifted = properties[name];
    const found = isObject(lifted) ? inside(lifted, from) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Not the path through what is lifted: rules know those properties by the name below it.
 */
function inside(entries: Record<string, unknown>, path: string): unknown {
  const whole = keyOf(entries, path);
  if (whole !== undefined) return entries[whole];
  const parts = path.split(".");
  if (parts.length === 1 || parts[0] === "custom_properties" || parts[0] === "purchase_properties")
    return undefined;

  let value: unknown = entries;
  for (const part of parts) {
    const key: string | undefined = isObject(value) ? keyOf(value, part) : undefined;
    if (key === undefined) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The key of Braze's that rules know by this name; undefined for none. */
function keyOf(entries: Record<string, unknown>, name: string): string | undefined {
  return Object.hasOwn(entries, name) ? name : oddKeysOf(entries).get(name);
}

/** The keys of an object that are not written as their plain name, by that name. Nearly always none, so looked for once. */
function oddKeysOf(entries: Record<string, unknown>): ReadonlyMap<string, string> {
  const known = ODD_KEYS.get(entries);
  if (known) return known;

  const odd = new Map<string, string>();
  for (const key of Object.keys(entries)) {
    const name = plainName(key);
    if (name !== key && !odd.has(name)) odd.set(name, key);
  }
  ODD_KEYS.set(entries, odd);
  return odd;
}

const ODD_KEYS = new WeakMap<object, ReadonlyMap<string, string>>();

/** A text or number that Heap takes; null for everything else, for an empty text and for what Braze has redacted. */
function plainValue(value: unknown): string | number | null {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value === "[REDACTED]") return null;
  return cutText(storableText(value), MAX_TEXT_LENGTH) || null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
