/// <reference lib="es2024.string" />

/**
 * Text that PostgreSQL and UTF-8 can store: NUL characters are removed (PostgreSQL's text refuses U+0000) and a lone
 * surrogate half becomes U+FFFD. Text that is already fine is returned unchanged.
 */
export function storableText(text: string): string {
  const withoutNul = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return withoutNul.isWellFormed() ? withoutNul : withoutNul.toWellFormed();
}

/** Whether `storableText` would leave the text unchanged. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Shows nothing and turns the direction of what follows, or hides a difference. Joiners stay: emoji and Persian need them. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * Text as one line: white space and control characters become single spaces, and characters that only turn the
 * direction of reading or show nothing are removed.
 */
export function oneLine(text: string): string {
  return storableText(text)
    .replace(UNSEEN, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** `oneLine` for what a vendor wrote: our own quotation marks become plain ones, so it cannot end its quotation. */
export function quotableLine(text: string): string {
  return oneLine(text).replace(/[“”]/g, '"');
}

/** Whether a reader sees anything of a text: letters that fill space and marks on nothing show nothing either. */
export function hasVisible(text: string): boolean {
  return /[^\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

/** The first `maxLength` UTF-16 units of a text; never half of a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;

  const last = text.charCodeAt(maxLength - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? maxLength - 1 : maxLength);
}
