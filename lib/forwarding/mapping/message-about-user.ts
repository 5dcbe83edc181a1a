import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/placeholders";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { USER_DELETE_REQUEST_TYPE, USER_ORPHAN_TYPE } from "@/lib/vendors/braze/catalog";
import { readCurrentsEvent, readUserText } from "@/lib/vendors/braze/currents-event";
import { MAX_IDENTITY_LENGTH } from "@/lib/vendors/heap/limits";

/** What Braze says about a user in an event that the user did not cause. */
export type MessageAboutUser =
  /** The user asked to be deleted. Braze documents `user.user_id` only; an external id is taken too. */
  | { kind: "deletion"; brazeId: string | null; externalId: string | null }
  /** One user was merged into another: `user.user_id` is gone, `orphaned_by_id` stays. */
  | { kind: "merge"; goneId: string; staysId: string; externalId: string | null };

/**
 * The message that an event is; null for every other event, and for a merge that does not say who is gone and who stays. A request to
 * delete is read whatever else is wrong with its event: it must not be lost for that. Pure.
 * Source: Braze's glossary of user profile events, docs/contracts/braze-currents-events.md.
 */
export function readMessageAboutUser(raw: unknown): MessageAboutUser | null {
  const type = idOf(((raw ?? {}) as { event_type?: unknown }).event_type);
  const { braze, external } = userIdsOf(raw);
  if (type === USER_DELETE_REQUEST_TYPE) return { kind: "deletion", brazeId: braze, externalId: external };
  if (type !== USER_ORPHAN_TYPE) return null;

  const read = readCurrentsEvent(raw);
  const staysId = read.ok ? idOf(read.event.properties.orphaned_by_id) : null;
  // A placeholder may be many people, and a deletion would take them all for one.
  if (braze === null || staysId === null || [braze, staysId].some((id) => isPlaceholderIdentity(id)))
    return null;
  return { kind: "merge", goneId: braze, staysId, externalId: external };
}

/** The two ids that an event names its user by, without what shows nothing at their ends. Pure. */
export function userIdsOf(raw: unknown): { braze: string | null; external: string | null } {
  const { user } = (raw ?? {}) as { user?: { user_id?: unknown; external_user_id?: unknown } | null };
  return { braze: idOf(user?.user_id), external: idOf(user?.external_user_id) };
}

/**
 * All ids by which an event names people: its user's, and of a merge the one who stays. Any of them is enough for an
 * event to be about somebody. Pure.
 */
export function namedIds(raw: unknown): string[] {
  const { braze, external } = userIdsOf(raw);
  const message = readMessageAboutUser(raw);
  return [braze, external, message?.kind === "merge" ? message.staysId : null].filter((id) => id !== null);
}

/** A text longer than an id in Heap may be names nobody, and would not fit into an index of the database. */
function idOf(value: unknown): string | null {
  const id = trimUnseen(readUserText(value) ?? "");
  return id !== "" && id.length <= MAX_IDENTITY_LENGTH ? id : null;
}
