/** A number that begins with 16 digits or more, where a value may begin. With fewer a double holds all of them. */
const LONG_NUMBER = /(?<=^|[\s:[,])-?[1-9]\d{15,}(?:\.\d+)?(?![\w.+-])/g;

/** So many digits in a row make a number long. */
const LONG_DIGITS = 16;

/** What a value may follow. */
const BEFORE_VALUE = /[\s:[,]/;

/**
 * Rewrites a JSON text so that a long number becomes a text of the same digits, unless a double holds it so well that
 * JSON would write the same digits again: `JSON.parse` would round it, and order ids and Heap's ids are 64-bit. The
 * digits after a point alone make no number long: they are measures, which every reader of JSON rounds. Texts are left
 * alone. Linear in the text, and never throws.
 */
export function quoteInexactNumbers(json: string): string {
  if (!mayHaveLongNumber(json)) return json;

  const parts: string[] = [];
  let copiedTo = 0;
  // The text that is open at, or begins after, the number looked at.
  let textStart = json.indexOf('"');
  let textEnd = textStart < 0 ? -1 : endOfText(json, textStart);
  for (const { 0: digits, index } of json.matchAll(LONG_NUMBER)) {
    while (textStart >= 0 && textEnd <= index) {
      textStart = json.indexOf('"', textEnd);
      if (textStart >= 0) textEnd = endOfText(json, textStart);
    }
    const isInText = textStart >= 0 && textStart < index;
    if (isInText || String(Number(digits)) === digits) continue;

    parts.push(json.slice(copiedTo, index), '"', digits, '"');
    copiedTo = index + digits.length;
  }
  parts.push(json.slice(copiedTo));
  return parts.join("");
}

/**
 * Whether digits begin like a long number where a value may begin. Most bodies have none, and only the others are worth
 * the pass. Looks at every sixteenth character, which takes a tenth of the time of a regular expression.
 */
function mayHaveLongNumber(json: string): boolean {
  for (let at = LONG_DIGITS - 1; at < json.length; at += LONG_DIGITS) {
    if (!isDigit(json, at)) continue;

    let start = at;
    while (start > 0 && isDigit(json, start - 1)) start--;
    let end = at + 1;
    while (isDigit(json, end)) end++;
    if (end - start >= LONG_DIGITS && json[start] !== "0") {
      const before = json[json[start - 1] === "-" ? start - 2 : start - 1];
      if (before === undefined || BEFORE_VALUE.test(before)) return true;
    }
    at = end;
  }
  return false;
}

/** False past the end. */
function isDigit(json: string, place: number): boolean {
  const code = json.charCodeAt(place);
  return code >= 0x30 && code <= 0x39;
}

/** The place after the quotation mark that closes the text opened at `start`. */
function endOfText(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote >= 0 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote < 0 ? json.length : quote + 1;
}

/** Whether an odd number of backslashes is before this place. */
function isEscaped(json: string, place: number): boolean {
  let before = place - 1;
  while (json[before] === "\\") before--;
  return (place - before) % 2 === 0;
}
