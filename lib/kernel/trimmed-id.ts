/**
 * What may be at the ends of an id by accident, and is never seen: white space, control characters, and characters that
 * show nothing or only turn the direction of reading.
 */
const UNSEEN =
  /[\s\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/u;

/**
 * An id as both directions use it: without what is not seen at its ends, and else unchanged. One rule, since the same user
 * comes from Braze and from Heap. Linear in the text.
 */
export function trimmedId(id: string): string {
  let start = 0;
  let end = id.length;
  while (start < end && isUnseen(id, start)) start++;
  while (end > start && isUnseen(id, end - 1)) end--;
  return start === 0 && end === id.length ? id : id.slice(start, end);
}

function isUnseen(id: string, at: number): boolean {
  const code = id.charCodeAt(at);
  // Most ids end in an ordinary sign; only the others are worth the pattern.
  return !(code > 0x20 && code < 0x7f) && UNSEEN.test(id.charAt(at));
}
