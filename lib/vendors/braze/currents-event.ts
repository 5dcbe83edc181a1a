import { cutText, storableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";

/** Longest event id and type we keep; Braze's ids are UUIDs and its longest type has 54 characters. */
const MAX_EVENT_LABEL_LENGTH = 255;

/** Times above this are milliseconds: as seconds they would be past the year 5138. */
const MILLISECONDS_THRESHOLD = 100_000_000_000;

/** The end of the year 9999, the last moment that ISO 8601 writes with four digits. */
const MAX_TIME_MS = 253_402_300_799_999;

/** A Currents event in our terms. */
export interface CurrentsEvent {
  /** Unique over all events; identifies a repeated delivery. */
  id: string;
  /** Braze's event type, such as `users.messages.email.Open`. */
  type: string;
  /** When it happened, Unix milliseconds. */
  timeMs: number;
  /** Braze's own id of the user. */
  userId: string | null;
  /** The customer's id of the user; null for anonymous users. */
  externalUserId: string | null;
  deviceId: string | null;
  /** IANA name. */
  timezone: string | null;
  /** As Braze sent them: nested, values of any JSON type. */
  properties: Record<string, unknown>;
  /** Values beside `properties`, and of the user, that Braze's documentation does not name yet; null for none. */
  unknown: readonly UnknownValue[] | null;
}

/** A value whose key we do not know, and where it was found: `event.` or `user.`. */
interface UnknownValue {
  name: string;
  origin: string;
  value: unknown;
}

/** An event that cannot be read: the field at fault, why, and what could be read for the record. */
export interface UnreadableEvent {
  ok: false;
  field: string;
  reason: string;
  id: string | null;
  type: string | null;
  timeMs: number | null;
}

/**
 * Reads one Currents event by hand: every event of every batch comes through here, where a schema library would cost
 * more than all the rest. Checks only what the rest of the code relies on; keeps unknown fields and types.
 *
 * `time` must be a number of seconds (Braze never changes a field's type); one above 1e11 is treated as milliseconds.
 * A user field is a string, a number, null or missing. Never throws. Source: Braze's published samples and schemas,
 * github.com/Appboy/currents-examples.
 */
export function readCurrentsEvent(raw: unknown): { ok: true; event: CurrentsEvent } | UnreadableEvent {
  if (!isObject(raw)) return unreadable({ id: null, type: null, timeMs: null }, "event", "not an object");

  const id = readId(raw.id);
  const type = readType(raw.event_type);
  const timeMs = readTimeMs(raw.time);
  const readable = { id, type, timeMs };
  if (id === null) {
    return unreadable(readable, "id", `must be text of 1 to ${MAX_EVENT_LABEL_LENGTH} characters`);
  }
  if (type === null) return unreadable(readable, "event_type", "must be text and not empty");
  if (timeMs === null) return unreadable(readable, "time", "must be a number of seconds since 1970");

  const user = raw.user ?? {};
  if (!isObject(user)) return unreadable(readable, "user", "must be an object");

  const properties = raw.properties ?? {};
  if (!isObject(properties)) return unreadable(readable, "properties", "must be an object");

  const userId = readUserText(user.user_id);
  if (userId === undefined) return notText(readable, "user.user_id");
  const externalUserId = readUserText(user.external_user_id);
  if (externalUserId === undefined) return notText(readable, "user.external_user_id");
  const deviceId = readUserText(user.device_id);
  if (deviceId === undefined) return notText(readable, "user.device_id");
  const timezone = readUserText(user.timezone);
  if (timezone === undefined) return notText(readable, "user.timezone");

  const event: CurrentsEvent = {
    id,
    type,
    timeMs,
    userId,
    externalUserId,
    deviceId,
    timezone,
    properties,
    unknown: unknownValues(user, USER_KEYS, "user.", unknownValues(raw, EVENT_KEYS, "event.", null)),
  };
  return { ok: true, event };
}

const EVENT_KEYS: ReadonlySet<string> = new Set(["id", "event_type", "time", "user", "properties"]);
const USER_KEYS: ReadonlySet<string> = new Set(["user_id", "external_user_id", "device_id", "timezone"]);

/** Braze adds keys without notice: what we do not know is kept, not lost. */
function unknownValues(
  values: Record<string, unknown>,
  known: ReadonlySet<string>,
  origin: string,
  before: UnknownValue[] | null,
): UnknownValue[] | null {
  let found = before;
  for (const name of Object.keys(values)) {
    if (known.has(name)) continue;
    found ??= [];
    found.push({ name, origin, value: values[name] });
  }
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * An id, or another field of a user, as every reader of events takes it: a number counts as its digits, as in Heap's
 * segments. Null when there is none, undefined when it is something else. Pure.
 */
export function readUserText(value: unknown): string | null | undefined {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? String(value) : undefined;
}

/** An id that is too long is no id: if we cut it, two of them could look like one event. */
function readId(value: unknown): string | null {
  const text = readUserText(value);
  if (!text || text.length > MAX_EVENT_LABEL_LENGTH) return null;

  const id = storableText(text);
  return id.trim() === "" ? null : id;
}

function readType(value: unknown): string | null {
  if (typeof value !== "string") return null;

  const type = trimUnseen(cutText(trimUnseen(storableText(value)), MAX_EVENT_LABEL_LENGTH));
  return type === "" ? null : type;
}

function readTimeMs(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) return null;

  const timeMs = Math.round(value > MILLISECONDS_THRESHOLD ? value : value * 1000);
  return timeMs <= MAX_TIME_MS ? timeMs : null;
}

type Readable = Pick<UnreadableEvent, "id" | "type" | "timeMs">;

function unreadable(readable: Readable, field: string, reason: string): UnreadableEvent {
  return { ok: false, field, reason, ...readable };
}

function notText(readable: Readable, field: string): UnreadableEvent {
  return unreadable(readable, field, "must be text, a number or null");
}
