import { cutText, isStorableText, storableText } from "@/lib/kernel/storable-text";
import type { CurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { MAX_IDENTITY_LENGTH } from "@/lib/vendors/heap/limits";

export type Identity =
  | { kind: "identity"; text: string }
  /** The user is anonymous. */
  | { kind: "none" }
  /** There is a value, but Heap must not get it. `text` is safe to store and show. */
  | { kind: "unusable"; reason: string; text: string };

/**
 * The identity of an event's user in Heap: trimmed, otherwise unchanged, since Heap distinguishes `a` from `A`. A
 * value that could merge two people (empty, a placeholder, or one we would have to alter) is unusable; we do not
 * repair it.
 */
export function readIdentity(event: CurrentsEvent, field: "external_user_id" | "user_id"): Identity {
  const value = field === "external_user_id" ? event.externalUserId : event.userId;
  if (value === null) return { kind: "none" };

  const text = value.trim();
  if (text === "") return { kind: "unusable", reason: "empty", text };
  if (isPlaceholderIdentity(text)) return unusable("a placeholder, not a person", text);
  if (text.length > MAX_IDENTITY_LENGTH) {
    return unusable(`longer than ${MAX_IDENTITY_LENGTH} characters`, text);
  }
  if (!isStorableText(text)) return unusable("has characters that cannot be stored", text);

  return { kind: "identity", text };
}

function unusable(reason: string, text: string): Identity {
  return { kind: "unusable", reason, text: cutText(storableText(text), MAX_IDENTITY_LENGTH) };
}

/**
 * Texts in place of an identity. Sending one to Heap would permanently merge all users who carry it.
 * - `[REDACTED]`: what Braze puts in a field the customer chose to remove
 *   (https://www.braze.com/docs/user_guide/data/distribution/braze_currents/setting_up_currents/)
 * - `undefined`, `null`, `user`, `guest`: the ones Heap warns about (https://developers.heap.io/docs/using-identify)
 * - names of the id fields themselves: what Braze's sample and test events carry
 *   (github.com/Appboy/currents-examples)
 */
const PLACEHOLDER_IDENTITIES: ReadonlySet<string> = new Set([
  "[redacted]",
  "undefined",
  "null",
  "user",
  "guest",
  "external_user_id",
  "external_id",
  "user_id",
  "device_id",
  "braze_id",
]);

/** Whether an identity is a placeholder, in upper or lower case. The caller trims it. */
export function isPlaceholderIdentity(identity: string): boolean {
  return PLACEHOLDER_IDENTITIES.has(identity.toLowerCase());
}
