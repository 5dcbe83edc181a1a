import { isStorableText } from "@/lib/kernel/storable-text";

/**
 * Longest user key we keep, in UTF-8 bytes. Braze's external ids must be fewer than 988 bytes (its /users/track
 * error, seen in rudderlabs/rudder-transformer), so a longer key cannot match a user.
 */
const MAX_MEMBER_ID_BYTES = 987;

/**
 * The user keys in one list of a segment page, each once, exactly as Heap wrote them. An entry is `{ id }`; bare
 * strings and numbers are accepted too. Blank keys, keys that cannot be stored or are too long, and anything else are
 * dropped and counted. A missing list is an empty one; null when the value is not a list.
 */
export function readMemberIds(list: unknown): { ids: Set<string>; dropped: number } | null {
  if (list === undefined || list === null) return { ids: new Set(), dropped: 0 };
  if (!Array.isArray(list)) return null;

  const ids = new Set<string>();
  let dropped = 0;
  for (const entry of list) {
    const id = memberId(entry);
    if (id === null) dropped++;
    else ids.add(id);
  }
  return { ids, dropped };
}

function memberId(entry: unknown): string | null {
  const value = typeof entry === "object" && entry !== null ? (entry as { id?: unknown }).id : entry;
  const id = typeof value === "number" ? String(value) : value;

  const isUsable =
    typeof id === "string" &&
    id.trim() !== "" &&
    isStorableText(id) &&
    Buffer.byteLength(id) <= MAX_MEMBER_ID_BYTES;
  return isUsable ? id : null;
}
