import { TributaryError } from "@/lib/kernel/errors";
import { isAddressKind, isFit } from "./address-forms";
import type { MemberChange } from "./cohort-changes";
import { IDENTIFIERS_POSSIBLE } from "./destination-kinds";
import { MAX_OBJECTS_PER_CALL } from "./membership-client";

/** One object of `attributes`, as it is sent. */
export interface TrackObject {
  external_id?: string;
  user_alias?: { alias_name: string; alias_label: string };
  /** Of several users who have it, Braze changes one: docs/contracts/braze-users-track.md. */
  email?: string;
  phone?: string;
  /** So that no user is ever created. */
  _update_existing_only: true;
  [attribute: string]: unknown;
}

/**
 * Braze's `attributes` for users who enter (`true`), leave (`false`, which can still be filtered by), or lose the
 * attribute (`null`). 75 of them stay far below
 * 4 MB: an id has at most 1,000 bytes or so, a name 255 characters. Source:
 * https://www.braze.com/docs/api/endpoints/user_data/post_user_track
 * @returns the objects, and in the same order the ids that they are about
 * @throws TributaryError `invalid` for no ids, more than 75, an id given twice, an alias without a label, what is no email address or
 *   phone number in its normal form, or device ids, which `/users/track` does not know
 */
export function trackObjects(
  name: string,
  change: MemberChange,
): { objects: TrackObject[]; ids: readonly string[] } {
  const ids = [...change.add, ...change.remove, ...(change.clear ?? [])];
  if (ids.length === 0) throw new TributaryError("invalid", "There are no IDs to send to Braze.");
  if (ids.length > MAX_OBJECTS_PER_CALL) {
    throw new TributaryError(
      "invalid",
      `Braze takes at most ${MAX_OBJECTS_PER_CALL} users in one call, got ${ids.length}.`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new TributaryError("invalid", "An ID may appear only once in one call to Braze.");
  }

  const toObject = (value: boolean | null) => (id: string) => ({
    ...identifierOf(id, change),
    _update_existing_only: true as const,
    [name]: value,
  });
  const entering = change.add.map(toObject(true));
  const leaving = change.remove.map(toObject(false));
  return { objects: [...entering, ...leaving, ...(change.clear ?? []).map(toObject(null))], ids };
}

function identifierOf(id: string, { identifierKind, aliasLabel }: MemberChange): Partial<TrackObject> {
  if (identifierKind === "external_id") return { external_id: id };
  if (isAddressKind(identifierKind)) {
    if (!isFit(identifierKind, id))
      throw new TributaryError("invalid", "An address is not in its normal form.");
    return { [identifierKind]: id };
  }
  if (identifierKind !== "alias") throw new TributaryError("invalid", IDENTIFIERS_POSSIBLE.attribute);
  if (!aliasLabel) throw new TributaryError("invalid", "An alias needs a label.");
  return { user_alias: { alias_name: id, alias_label: aliasLabel } };
}
