import { eraseEvent, isErasedEvent } from "@/lib/forwarding/mapping/erased-event";
import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { readUserText } from "@/lib/vendors/braze/currents-event";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";

/** Whether a value is the identity; called for each candidate, with the place of its event. */
type IsIt = (value: unknown, place: number) => boolean;

type Fields = Record<string, unknown>;

/**
 * The places in a batch's body whose user is named by either of Braze's ids, or as the one who stays when Braze merges two.
 * Pure.
 * @returns "unreadable" when the body is no batch, so that we cannot tell
 */
export async function findInBatch(body: Buffer, isIt: IsIt): Promise<number[] | "unreadable"> {
  const parsed = await parseCurrentsBody(body);
  if (parsed.kind !== "batch") return "unreadable";

  const turns = takeTurns();
  const places: number[] = [];
  for (const [index, event] of parsed.events.entries()) {
    if (turns.isOver()) await turns.next();
    if (isOf(event, (id) => isIt(id, index))) places.push(index);
  }
  return places;
}

function isOf(event: unknown, isIt: (id: unknown) => boolean): boolean {
  if (!isFields(event) || isErasedEvent(event)) return false;

  const { user, properties } = event;
  const ids = isFields(user) ? [user.external_user_id, user.user_id] : [];
  if (isFields(properties)) ids.push(properties.orphaned_by_id);
  // As the mapping reads them.
  return ids.some((id) => isIt(trimUnseen(readUserText(id) ?? "")));
}

/** A batch's body with these events erased; every other event keeps its place and its values. Pure. */
export async function eraseInBatch(body: Buffer, places: readonly number[]): Promise<Buffer> {
  const parsed = await parseCurrentsBody(body);
  if (parsed.kind !== "batch") return body;

  const turns = takeTurns();
  const erased = new Set(places);
  const events: string[] = [];
  for (const [index, event] of parsed.events.entries()) {
    if (turns.isOver()) await turns.next();
    events.push(JSON.stringify(erased.has(index) && isFields(event) ? eraseEvent(event) : event));
  }
  return Buffer.from(`{"events":[${events.join(",")}]}`);
}

/** A body that holds no event and nobody's data, in place of one that we cannot read. */
export const EMPTY_BODY = Buffer.from('{"events":[]}');

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
