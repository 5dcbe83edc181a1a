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

/** The first `maxLength` UTF-16 units of a text; never half of a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;

  const last = text.charCodeAt(maxLength - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? maxLength - 1 : maxLength);
}
