/**
 * What shows nothing at the end of a line: white space, control characters, and what Unicode says to ignore when it
 * cannot be shown (zero-width characters, marks of direction, fillers, the soft hyphen), but no selector of a glyph's
 * form, which belongs to the character before it. NUL is left: nothing can store it, so it must not go unnoticed.
 * Source: Unicode's DerivedCoreProperties.txt, Default_Ignorable_Code_Point, and the empty Braille cell.
 */
const UNSEEN =
  /\u034f|[\s\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]/u;

/** The text without white space and invisible characters at its ends; those within it stay. */
export function trimUnseen(text: string): string {
  // One pass: a regular expression for the ends tries again at each character of a long run.
  let start = 0;
  let end = text.length;
  while (start < end && isUnseen(text, start)) start++;
  while (end > start && isUnseen(text, end - 1)) end--;
  return text.slice(start, end);
}

function isUnseen(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  if (code < 0x7f) return code <= 0x20 && code !== 0;
  return UNSEEN.test(text.charAt(place));
}
