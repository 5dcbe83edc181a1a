/** A number, where a value may begin, that a double may not hold: of sixteen digits or more, or with an exponent. */
const CANDIDATE =
  /(?<=^|[\s:[,])-?(?:[1-9]\d{15,}(?:\.\d+)?(?:[eE][+-]?\d+)?|\d+(?:\.\d+)?[eE][+-]?\d+)(?![\w.+-])/g;

/** A number too large for any double, however few digits it has. */
const HAS_LARGE_EXPONENT = /\d[eE]\+?\d{3,}(?![\w.+"-])/;

/** What a value may follow. */
const BEFORE_VALUE = /[\s:[,]/;

/** Every double holds this many decimal digits. Source: IEEE 754, binary64. */
const SAFE_DIGITS = 15;
const LONG_DIGITS = SAFE_DIGITS + 1;

/** Numbers with an exponent are written without it up to this many digits before the point: ids of 128 bits have 39. */
const MAX_PLAIN_DIGITS = 40;

/**
 * Rewrites a JSON text so that a number that a double does not hold becomes a text of its digits: `JSON.parse` would round it, and
 * order ids and Heap's ids are 64-bit. What counts is the value, not how it is spelled: `1e3`, `1000.0` and `1000` are one.
 * A double holds an integer if JSON would write the same value again, and a fraction if what is before its point stays:
 * digits after the point are measures, which every reader of JSON rounds. Texts are left alone. Linear in the text, and never
 * throws.
 */
export function quoteInexactNumbers(json: string): string {
  if (!hasLongNumber(json) && !HAS_LARGE_EXPONENT.test(json)) return json;

  const parts: string[] = [];
  let copiedTo = 0;
  // The text that is open at, or begins after, the number looked at.
  let textStart = json.indexOf('"');
  let textEnd = textStart < 0 ? -1 : endOfText(json, textStart);
  for (const { 0: number, index } of json.matchAll(CANDIDATE)) {
    while (textStart >= 0 && textEnd <= index) {
      textStart = json.indexOf('"', textEnd);
      if (textStart >= 0) textEnd = endOfText(json, textStart);
    }
    const isInText = textStart >= 0 && textStart < index;
    const digits = isInText ? null : exactDigits(number);
    if (digits === null) continue;

    parts.push(json.slice(copiedTo, index), '"', digits, '"');
    copiedTo = index + number.length;
  }
  parts.push(json.slice(copiedTo));
  return parts.join("");
}

/**
 * Whether there is a number that a double may not hold, where a value may begin: most bodies have none, and only the others are
 * worth the pass. Looks at every sixteenth character, which takes a tenth of the time of a regular expression.
 */
function hasLongNumber(json: string): boolean {
  for (let at = LONG_DIGITS - 1; at < json.length; at += LONG_DIGITS) {
    if (!isDigitOrPoint(json, at)) continue;

    let start = at;
    while (start > 0 && isDigitOrPoint(json, start - 1)) start--;
    let end = at + 1;
    while (isDigitOrPoint(json, end)) end++;
    if (end - start >= LONG_DIGITS) {
      const before = json[json[start - 1] === "-" ? start - 2 : start - 1];
      const point = json.slice(start, start + LONG_DIGITS).indexOf(".");
      const mayBeLong = point < 0 || json[end] === "e" || json[end] === "E";
      if (mayBeLong && (before === undefined || BEFORE_VALUE.test(before))) return true;
    }
    at = end;
  }
  return false;
}

/** False past the end. */
function isDigitOrPoint(json: string, place: number): boolean {
  const code = json.charCodeAt(place);
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}

/** A decimal number: its digits without zeros at either end, and where its point is among them. Zero has none. */
interface Decimal {
  digits: string;
  /** How many digits are before the point; may be negative, or more than there are. */
  point: number;
}

/** The digits of a JSON number that a double does not hold; null if it does. */
function exactDigits(number: string): string | null {
  const exact = toDecimal(number);
  const rounded = Number(number);
  if (Number.isFinite(rounded) && isHeld(exact, rounded)) return null;

  const isInteger = exact.point >= exact.digits.length;
  const hasExponent = /[eE]/.test(number);
  // What is written plainly already, and what would be too long, stays as the sender wrote it.
  if (exact.point > MAX_PLAIN_DIGITS && hasExponent) return number;
  if (!isInteger && !hasExponent) return number;
  const sign = number.startsWith("-") ? "-" : "";
  const whole = exact.digits.slice(0, exact.point).padEnd(exact.point, "0");
  return isInteger ? sign + whole : `${sign}${whole}.${exact.digits.slice(exact.point)}`;
}

function isHeld({ digits, point }: Decimal, rounded: number): boolean {
  if (digits.length <= SAFE_DIGITS) return true;

  const written = toDecimal(String(rounded));
  if (point >= digits.length) return written.digits === digits && written.point === point;
  if (point <= SAFE_DIGITS) return true;
  return BigInt(Math.trunc(Math.abs(rounded))) === BigInt(digits.slice(0, point));
}

function toDecimal(number: string): Decimal {
  const [mantissa = "", exponent = "0"] = number.replace(/^-/, "").split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  let start = 0;
  while (all[start] === "0") start++;
  let end = all.length;
  while (end > start && all[end - 1] === "0") end--;
  return { digits: all.slice(start, end), point: whole.length - start + Number(exponent) };
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
