import { hash } from "node:crypto";
import { ERASED, ERASED_ON_REQUEST, isErasedEvent } from "@/lib/forwarding/mapping/erased-event";
import { flattenProperties, type MachineSettings } from "@/lib/forwarding/mapping/flatten-properties";
import { TooCostly } from "@/lib/forwarding/mapping/heap-properties";
import type { LeftOut } from "@/lib/forwarding/mapping/left-out";
import { namedIds } from "@/lib/forwarding/mapping/message-about-user";
import type { PropertySettings } from "@/lib/forwarding/mapping/names-and-rules";
import type { PlaceholderRules } from "@/lib/forwarding/mapping/placeholders";
import type { RuledProperty } from "@/lib/forwarding/mapping/property-rules";
import { type IdentityFieldName, readIdentity } from "@/lib/forwarding/mapping/read-identity";
import {
  HELD_NEW_TYPE,
  isHeldType,
  type TypeSettings,
  whyTypeFiltered,
} from "@/lib/forwarding/mapping/type-rule";
import { readUserValues, type UserPropertyRule, type UserValue } from "@/lib/forwarding/mapping/user-values";
import { cutText, storableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import {
  CUSTOM_EVENT_TYPE,
  eventName,
  USER_DELETE_REQUEST_TYPE,
  USER_ORPHAN_TYPE,
} from "@/lib/vendors/braze/catalog";
import { type CurrentsEvent, readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { machineSign } from "@/lib/vendors/braze/machine-sign";
import { MAX_EVENT_NAME_LENGTH, MIN_IDEMPOTENCY_KEY_LENGTH } from "@/lib/vendors/heap/limits";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";

/** A time further ahead than this is wrong: clocks differ by hours at most. Our choice. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1_000;

/** The reason of an event whose time is too far ahead. */
const FROM_THE_FUTURE = "from the future: more than a day ahead";

/** Types that are messages about a user and no event of one: why they are filtered, whatever the settings. */
const ABOUT_USERS: ReadonlyMap<string, string> = new Map([
  [USER_DELETE_REQUEST_TYPE, "a request to delete the user, not something the user did"],
  [USER_ORPHAN_TYPE, "users were merged in Braze, not something the user did"],
]);

/**
 * Counted up when the same event and settings make another Heap event than before. It is stored with a delivery, so
 * that nothing is shown as sent that was mapped by other rules.
 */
export const MAPPING_RULES = 4;

/** How a source turns Braze's events into Heap's. */
export interface Mapping extends PlaceholderRules, PropertySettings, TypeSettings, MachineSettings {
  /** Which of Braze's ids is the identity in Heap. */
  identityField: IdentityFieldName;
  /** Put in front of the names that Braze's own events have, in place of `prefix`; null for none of their own. */
  catalogPrefix: string | null;
  /** Whole names in Heap for the events of Braze's types; nothing is put before them. */
  eventNames: readonly { from: string; to: string }[];
  /** Which values become user properties in Heap; usually none. */
  userProperties: readonly UserPropertyRule[];
  /** The Braze workspace it takes events from, as `app_group_id`; unknown until the first event names it. */
  appGroupId?: string | null;
  /** Ids, as either of Braze's, of people who were deleted on request: nothing of them is sent. */
  suppressed?: ReadonlySet<string>;
}

export type MappedEvent =
  | {
      outcome: "forward";
      braze: { id: string; type: string; timeMs: number };
      heap: HeapEvent;
      leftOut: readonly LeftOut[] | undefined;
      ruled: readonly RuledProperty[] | undefined;
      /** What it says about its user that the source writes to Heap as user properties. */
      user: readonly UserValue[] | undefined;
    }
  /** Waits until a person has decided about its type. */
  | { outcome: "held"; id: string; type: string; timeMs: number; reason: typeof HELD_NEW_TYPE }
  /** Left out on purpose. */
  | { outcome: "filtered"; id: string | null; type: string | null; timeMs: number | null; reason: string }
  /** Cannot be sent; a person should look. What could be read is recorded. */
  | {
      outcome: "quarantined";
      id: string | null;
      type: string | null;
      timeMs: number | null;
      /** Where in Braze's event the fault is, such as `user.external_user_id`. */
      field: string;
      reason: string;
      identity?: string | null;
    };

/**
 * Decides the outcome of one Currents event and, if it is forwarded, writes it as Heap's event. Pure; never throws.
 *
 * Decided in this order: an event that was erased is filtered; one that cannot be read, or that comes from another Braze
 * workspace, is quarantined; an event that names a user who was deleted on request, a message about a user, a type the
 * source does not forward, and a machine's event if the source drops them are filtered; no identity (an anonymous user) is
 * filtered; an identity that must not reach Heap and a time from the future are quarantined; a type that waits for a
 * decision is held; everything else is forwarded.
 * @param nowMs the moment; an event from the future is fit once its time has come
 */
export function mapEvent(raw: unknown, mapping: Mapping, nowMs = Date.now()): MappedEvent {
  const read = readCurrentsEvent(raw);
  if (isErasedEvent(raw)) {
    const { id, type, timeMs } = read.ok ? read.event : read;
    return { outcome: "filtered", id, type, timeMs, reason: ERASED };
  }
  if (!read.ok) {
    const { id, type, timeMs, field, reason } = read;
    return { outcome: "quarantined", id, type, timeMs, field, reason };
  }

  const { event } = read;
  const { id, type, timeMs } = event;
  if (mapping.appGroupId && isFromAnotherWorkspace(event, mapping.appGroupId)) {
    return { outcome: "quarantined", id, type, timeMs, field: APP_GROUP_FIELD, reason: OTHER_WORKSPACE };
  }
  if (type !== USER_DELETE_REQUEST_TYPE && isSuppressed(raw, mapping)) {
    return { outcome: "filtered", id, type, timeMs, reason: ERASED_ON_REQUEST };
  }
  const filtered = whyFiltered(event, mapping);
  if (filtered !== null) return { outcome: "filtered", id, type, timeMs, reason: filtered };

  const identity = readIdentity(event, mapping.identityField, mapping);
  if (identity.kind === "none") {
    return { outcome: "filtered", id, type, timeMs, reason: `anonymous: no ${mapping.identityField}` };
  }
  const { text } = identity;
  if (identity.kind === "unusable") {
    const { field, reason } = identity;
    return { outcome: "quarantined", id, type, timeMs, field, reason, identity: text };
  }
  if (timeMs > nowMs + MAX_AHEAD_MS) {
    return {
      outcome: "quarantined",
      id,
      type,
      timeMs,
      field: "time",
      reason: FROM_THE_FUTURE,
      identity: text,
    };
  }

  if (isHeldType(type, mapping)) return { outcome: "held", id, type, timeMs, reason: HELD_NEW_TYPE };

  try {
    const { properties, leftOut, ruled } = flattenProperties(event, mapping, mapping.identityField);
    const heap = toHeapEvent(event, text, mapping, properties);
    const user = mapping.userProperties.length > 0 ? readUserValues(event, mapping) : undefined;
    return { outcome: "forward", braze: { id, type, timeMs }, heap, leftOut, ruled, user };
  } catch (err) {
    if (!(err instanceof TooCostly)) throw err;
    const reason = err.message;
    return { outcome: "quarantined", id, type, timeMs, field: "properties", reason, identity: text };
  }
}

/** Whether it names somebody who was deleted on request; a merge names two people. */
function isSuppressed(raw: unknown, { suppressed }: Mapping): boolean {
  return suppressed !== undefined && namedIds(raw).some((id) => suppressed.has(id));
}

/** Why an event is left out on purpose, whoever its user is; null when it is not. Pure. */
export function whyFiltered(event: CurrentsEvent, mapping: Mapping): string | null {
  const aboutUser = ABOUT_USERS.get(event.type);
  if (aboutUser !== undefined) return aboutUser;
  const typeFiltered = whyTypeFiltered(event.type, mapping);
  if (typeFiltered !== null) return typeFiltered;
  return mapping.machineEvents === "drop" ? machineSign(event) : null;
}

function toHeapEvent(
  event: CurrentsEvent,
  identity: string,
  { prefix, catalogPrefix, eventNames }: Mapping,
  properties: HeapEvent["properties"],
): HeapEvent {
  const own = customName(event);
  const given =
    own === null && eventNames.length > 0
      ? eventNames.find(({ from }) => from === event.type)?.to
      : undefined;
  const usual = own === null ? (catalogPrefix ?? prefix ?? "") + eventName(event.type) : (prefix ?? "") + own;
  const name = given ?? usual;
  return {
    identity,
    event: cutText(storableText(name), MAX_EVENT_NAME_LENGTH),
    timestamp: new Date(event.timeMs).toISOString(),
    properties,
    idempotencyKey: idempotencyKey(event.id),
  };
}

/** Where Braze says which of its workspaces an event is from; some types do not have it (docs/contracts/braze-currents.md). */
export const APP_GROUP_FIELD = "properties.app_group_id";
const OTHER_WORKSPACE = "not from the same Braze workspace as the source's other events";

/**
 * The Braze workspace an event is from; null when it does not say. Looks at that one field, since a source whose events
 * never say it asks for all of them. Pure.
 */
export function appGroupOf(raw: unknown): string | null {
  const id = (raw as { properties?: { app_group_id?: unknown } | null } | null)?.properties?.app_group_id;
  return typeof id === "string" && isAppGroupId(id) ? id : null;
}

function isFromAnotherWorkspace({ properties }: CurrentsEvent, appGroupId: string): boolean {
  const id = properties.app_group_id;
  return typeof id === "string" && isAppGroupId(id) && id !== appGroupId;
}

/** Neither empty nor taken out by the customer's choice of fields, which Braze marks with brackets. */
function isAppGroupId(id: string): boolean {
  return /^[\w-]{1,100}$/.test(id);
}

/** The name a custom event carries; null for every other event and for one without a name. */
function customName(event: CurrentsEvent): string | null {
  if (event.type !== CUSTOM_EVENT_TYPE) return null;

  const { name } = event.properties;
  return typeof name === "string" ? trimUnseen(storableText(name)) || null : null;
}

/** In front of an id too short for Heap. */
const SHORT_ID = "braze-event-";

/**
 * Braze's event id. One too short for Heap gets a fixed prefix, so that it is the same each time; one that has this prefix
 * itself becomes a hash, so that no two ids have one key. Never change a key: a repeat of what Heap has would be doubled.
 */
function idempotencyKey(id: string): string {
  if (id.startsWith(SHORT_ID)) return SHORT_ID + hash("sha256", id, "hex");
  return id.length >= MIN_IDEMPOTENCY_KEY_LENGTH ? id : SHORT_ID + id;
}
