import { eraseEvent, isErasedEvent } from "@/lib/forwarding/mapping/erased-event";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";

/** Whether a value is the identity; called for each candidate, with the place of its event. */
type IsIt = (value: unknown, place: number) => boolean;

type Fields = Record<string, unknown>;

/**
 * The places in a batch's body whose user is named by either of Braze's ids. Pure; an unreadable body has no places.
 */
export function findInBatch(body: Buffer, isIt: IsIt): number[] {
  const parsed = parseCurrentsBody(body.toString("utf8"));
  if (parsed.kind !== "batch") return [];
  return parsed.events.flatMap((event, index) => (isOf(event, (id) => isIt(id, index)) ? [index] : []));
}

function isOf(event: unknown, isIt: (id: unknown) => boolean): boolean {
  const user = isFields(event) && !isErasedEvent(event) ? event.user : null;
  return isFields(user) && [user.external_user_id, user.user_id].some((id) => isIt(trimmed(id)));
}

/** Identities are compared as the mapping reads them: without surrounding white space. */
function trimmed(id: unknown): unknown {
  return typeof id === "string" ? id.trim() : id;
}

/** A batch's body with these events erased; every other event keeps its place and its values. Pure. */
export function eraseInBatch(body: Buffer, places: readonly number[]): Buffer {
  const parsed = parseCurrentsBody(body.toString("utf8"));
  if (parsed.kind !== "batch") return body;

  const erased = new Set(places);
  const events = parsed.events.map((event, index) =>
    erased.has(index) && isFields(event) ? eraseEvent(event) : event,
  );
  return Buffer.from(JSON.stringify({ events }));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
