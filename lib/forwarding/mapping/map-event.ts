import { ERASED, isErasedEvent } from "@/lib/forwarding/mapping/erased-event";
import { flattenProperties, MAX_VALUES, TooManyValues } from "@/lib/forwarding/mapping/flatten-properties";
import { readIdentity } from "@/lib/forwarding/mapping/read-identity";
import { cutText, storableText } from "@/lib/kernel/storable-text";
import { CUSTOM_EVENT_TYPE, eventName } from "@/lib/vendors/braze/catalog";
import { type CurrentsEvent, readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { MAX_EVENT_NAME_LENGTH, MIN_IDEMPOTENCY_KEY_LENGTH } from "@/lib/vendors/heap/limits";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";

/** How a source turns Braze's events into Heap's. */
export interface Mapping {
  /** Which of Braze's ids is the identity in Heap. */
  identityField: "external_user_id" | "user_id";
  /** Put in front of every event name and property name; null for none. */
  prefix: string | null;
  /** The Braze event types to forward; null for all. */
  eventTypes: readonly string[] | null;
  /** The Braze workspace it takes events from, as `app_group_id`; unknown until the first event names it. */
  appGroupId?: string | null;
}

export type MappedEvent =
  | { outcome: "forward"; braze: { id: string; type: string; timeMs: number }; heap: HeapEvent }
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
 * Decided in this order: an event that was erased is filtered; one that cannot be read, or comes from another Braze
 * workspace, is quarantined; a type the source does not forward is filtered; no identity (an anonymous user) is filtered; an identity that must not reach
 * Heap is quarantined; everything else is forwarded.
 */
export function mapEvent(raw: unknown, mapping: Mapping): MappedEvent {
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
  if (mapping.eventTypes && !mapping.eventTypes.includes(type)) {
    return { outcome: "filtered", id, type, timeMs, reason: "event type not selected" };
  }

  const identity = readIdentity(event, mapping.identityField);
  if (identity.kind === "none") {
    return { outcome: "filtered", id, type, timeMs, reason: `anonymous: no ${mapping.identityField}` };
  }
  if (identity.kind === "unusable") {
    const field = `user.${mapping.identityField}`;
    return {
      outcome: "quarantined",
      id,
      type,
      timeMs,
      field,
      reason: identity.reason,
      identity: identity.text,
    };
  }

  try {
    const heap = toHeapEvent(event, identity.text, mapping.prefix ?? "");
    return { outcome: "forward", braze: { id, type, timeMs }, heap };
  } catch (err) {
    if (!(err instanceof TooManyValues)) throw err;
    const reason = `more than ${MAX_VALUES.toLocaleString("en")} values`;
    return { outcome: "quarantined", id, type, timeMs, field: "properties", reason, identity: identity.text };
  }
}

function toHeapEvent(event: CurrentsEvent, identity: string, prefix: string): HeapEvent {
  const name = customName(event) ?? eventName(event.type);
  return {
    identity,
    event: cutText(storableText(prefix + name), MAX_EVENT_NAME_LENGTH),
    timestamp: new Date(event.timeMs).toISOString(),
    properties: flattenProperties(event, prefix),
    idempotencyKey: idempotencyKey(event.id),
  };
}

/** Where Braze says which of its workspaces an event is from; some types do not have it (docs/contracts/braze-currents.md). */
export const APP_GROUP_FIELD = "properties.app_group_id";
const OTHER_WORKSPACE = "from another Braze workspace than the source's other events";

/** The Braze workspace an event is from; null when it does not say. Pure. */
export function appGroupOf(raw: unknown): string | null {
  const read = readCurrentsEvent(raw);
  const id = read.ok ? read.event.properties.app_group_id : null;
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
  return typeof name === "string" ? storableText(name).trim() || null : null;
}

/** Braze's event id; one too short for Heap gets a fixed prefix, so that it is the same each time. */
function idempotencyKey(id: string): string {
  return id.length >= MIN_IDEMPOTENCY_KEY_LENGTH ? id : `braze-event-${id}`;
}
