import { isRecord } from "../is-record";

/** Heap's lengths in characters: event names, property names and values (Track page), identities (Identify page). */
const MAXIMUM_TEXT_LENGTH = 1_024;
export const MAXIMUM_IDENTITY_LENGTH = 255;
const MAXIMUM_USER_ID = 2 ** 53 - 1;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * What Heap would say against one event, or null when Heap accepts it. It gives no position in the batch, as Heap
 * gives none.
 */
export function complaintAbout(event: unknown): string | null {
  if (!isRecord(event)) return "event must be an object";

  return (
    complaintAboutText("event", event.event, MAXIMUM_TEXT_LENGTH) ??
    complaintAboutUser(event) ??
    complaintAboutProperties(event.properties) ??
    complaintAboutTimestamp(event.timestamp) ??
    complaintAboutKey(event.idempotency_key)
  );
}

export function complaintAboutText(field: string, value: unknown, maximumLength: number): string | null {
  if (typeof value !== "string" || value === "") return `${field} must be a non-empty string`;
  if (value.length > maximumLength) return `${field} must be at most ${maximumLength} characters`;
  return null;
}

function complaintAboutUser({ identity, user_id: userId }: Record<string, unknown>): string | null {
  if (identity === undefined && userId === undefined) return "identity or user_id is required";
  if (identity !== undefined && userId !== undefined) return "identity and user_id must not be sent together";
  if (identity !== undefined) return complaintAboutText("identity", identity, MAXIMUM_IDENTITY_LENGTH);

  if (typeof userId === "string" && /^\d{1,16}$/.test(userId) && Number(userId) <= MAXIMUM_USER_ID)
    return null;
  return "user_id must be a whole number below 2^53, as a string";
}

export function complaintAboutProperties(properties: unknown): string | null {
  if (properties === undefined) return null;
  if (!isRecord(properties)) return "properties must be an object";

  for (const name in properties) {
    if (name === "" || name.length > MAXIMUM_TEXT_LENGTH) {
      return `property names must have 1 to ${MAXIMUM_TEXT_LENGTH} characters`;
    }
    const complaint = complaintAboutValue(name, properties[name]);
    if (complaint) return complaint;
  }
  return null;
}

/** Heap documents lists of plain values for track: it joins them with `||` and cuts the result itself. */
function complaintAboutValue(name: string, value: unknown): string | null {
  if (typeof value === "number") return null;
  if (typeof value === "string") {
    return value.length > MAXIMUM_TEXT_LENGTH
      ? `property ${name} must be at most ${MAXIMUM_TEXT_LENGTH} characters`
      : null;
  }
  if (Array.isArray(value) && value.every((part) => typeof part === "string" || typeof part === "number")) {
    return null;
  }
  return `property ${name} must be a string or a number`;
}

function complaintAboutTimestamp(timestamp: unknown): string | null {
  if (timestamp === undefined) return null;
  if (typeof timestamp === "string" && TIMESTAMP.test(timestamp) && !Number.isNaN(Date.parse(timestamp))) {
    return null;
  }
  return "timestamp must be an ISO 8601 string with an offset";
}

function complaintAboutKey(key: unknown): string | null {
  if (key === undefined || (typeof key === "string" && key !== "")) return null;
  return "idempotency_key must be a non-empty string";
}
