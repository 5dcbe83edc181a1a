/**
 * What a reader does not see, or cannot tell from a plain space, inside a text: control and format characters, other
 * spaces, fillers, and a selector of a glyph's form that follows no picture.
 */
const UNSEEN =
  /\u034f|[\p{Cc}\p{Cf}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?! )\p{Z}|(?<!\p{Extended_Pictographic})[\ufe00-\ufe0f]/gu;

const SHOWN = /⟨U\+([0-9A-F]{4,6})⟩/g;

/** Whether a text holds characters that a reader does not see. */
export function hasUnseen(text: string): boolean {
  return text.search(UNSEEN) !== -1;
}

/** The text with each character that a reader does not see written out, such as `⟨U+200D⟩`. Pure. */
export function showUnseen(text: string): string {
  return text.replace(UNSEEN, (sign) => `⟨U+${codeOf(sign)}⟩`);
}

/** What was written by `showUnseen`, or typed that way, as the text itself: a field of a page takes no line break. Pure. */
export function readShown(text: string): string {
  return text.replace(SHOWN, (written, code: string) => {
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : written;
  });
}

/** Whether two texts read the same: they differ at most in what a reader does not see. Pure. */
export function readAlike(one: string, other: string): boolean {
  return seenOf(one) === seenOf(other);
}

function seenOf(text: string): string {
  return readShown(text).replace(UNSEEN, "").trim();
}

function codeOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
