import {
  isNeverIdentity,
  isPlaceholderIdentity,
  type PlaceholderRules,
} from "@/lib/forwarding/mapping/placeholders";
import { cutText, isStorableText, storableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import type { CurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { MAX_IDENTITY_LENGTH } from "@/lib/vendors/heap/limits";

/** Which of Braze's ids is the identity in Heap. */
export type IdentityFieldName = "external_user_id" | "user_id";

export type Identity =
  | { kind: "identity"; text: string }
  /** The user is anonymous. */
  | { kind: "none" }
  /** There is a value, but Heap must not get it. `text` is safe to store and show. */
  | { kind: "unusable"; field: string; reason: string; text: string };

/**
 * The identity of an event's user in Heap: without white space and invisible characters at its ends, which would make
 * it a second person, otherwise unchanged, since Heap distinguishes `a` from `A`. A value that could merge two people
 * (empty, a placeholder, or one we would have to alter) is unusable; we do not repair it. So is every identity of an
 * event made of Braze's samples.
 */
export function readIdentity(
  event: CurrentsEvent,
  field: IdentityFieldName,
  rules?: PlaceholderRules,
): Identity {
  const value = field === "external_user_id" ? event.externalUserId : event.userId;
  if (value === null) return { kind: "none" };

  const text = trimUnseen(value);
  const path = `user.${field}`;
  if (text === "") return { kind: "unusable", field: path, reason: "empty", text };
  if (isPlaceholderIdentity(text, rules)) return unusable(path, "a placeholder, not a person", text);
  if (event.userId !== null && isNeverIdentity(event.userId)) {
    return unusable("user.user_id", "the user of Braze's samples, not a person", text);
  }
  if (text.length > MAX_IDENTITY_LENGTH) {
    return unusable(path, `longer than ${MAX_IDENTITY_LENGTH} characters`, text);
  }
  if (!isStorableText(text)) return unusable(path, "has characters that cannot be stored", text);

  return { kind: "identity", text };
}

function unusable(field: string, reason: string, text: string): Identity {
  return {
    kind: "unusable",
    field,
    reason,
    text: trimUnseen(cutText(storableText(text), MAX_IDENTITY_LENGTH)),
  };
}
