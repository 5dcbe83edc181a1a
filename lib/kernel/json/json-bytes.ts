export const COMMA = 0x2c;
export const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * A body without the byte order mark that it may begin with. A mark is not JSON, but refusing a body for one would lose
 * all of it. RFC 8259, section 8.1, lets a reader ignore it.
 */
export function withoutMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

/** What closes the list or object that this byte opens; undefined when it opens neither. */
export function closerOf(byte: number | undefined): number | undefined {
  if (byte === OPEN_LIST) return CLOSE_LIST;
  return byte === OPEN_OBJECT ? CLOSE_OBJECT : undefined;
}

/** Whether this byte closes a list or an object. */
export function isCloser(byte: number | undefined): boolean {
  return byte === CLOSE_LIST || byte === CLOSE_OBJECT;
}

/** Whether this byte opens an object. */
export function opensObject(byte: number | undefined): boolean {
  return byte === OPEN_OBJECT;
}

/** Whether this byte opens, and closes, a text. */
export function isQuote(byte: number | undefined): boolean {
  return byte === QUOTE;
}

/** White space as JSON has it. Source: RFC 8259, section 2. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** No text and no white space of a real body is longer, and no number. Whatever is longer would hold up all others. */
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_WORD_BYTES = 1024;

/** A single text, word or white space is longer than in any real body. */
export class TooLong extends Error {
  override readonly name = "TooLong";
}

/**
 * The first place from `at` on that is not white space.
 * @throws TooLong
 */
export function skipSpace(bytes: Uint8Array, at: number): number {
  const until = at + MAX_TEXT_BYTES;
  let place = at;
  while (isSpace(bytes[place])) if (++place > until) throw new TooLong();
  return place;
}

/**
 * The place after the text that is opened at `at`; the end of the bytes when it is never closed.
 * @throws TooLong
 */
export function skipText(bytes: Uint8Array, at: number): number {
  const until = Math.min(bytes.length, at + MAX_TEXT_BYTES);
  for (let place = at + 1; place < until; place++) {
    const byte = bytes[place];
    if (byte === BACKSLASH) place++;
    else if (byte === QUOTE) return place + 1;
  }
  if (until < bytes.length) throw new TooLong();
  return bytes.length;
}

/** How far the end of a value has been looked for; begin with `{ place, depth: 0 }` at its first byte. */
export interface Scan {
  /** The next byte to look at; in the end, the place after the value. */
  place: number;
  depth: number;
  /** Values seen, the one itself included. */
  values: number;
}

/**
 * Looks for the end of a value in the next `maxBytes` bytes or a little more, by brackets and quotation marks alone:
 * whether it is JSON is for `JSON.parse` to say.
 * @returns whether the end was found; a value that is never closed ends with the bytes
 * @throws TooLong
 */
export function scanValue(bytes: Uint8Array, scan: Scan, maxBytes: number): boolean {
  if (scan.depth === 0 && closerOf(bytes[scan.place]) === undefined) {
    scan.place = isQuote(bytes[scan.place]) ? skipText(bytes, scan.place) : skipWord(bytes, scan.place);
    return true;
  }

  const until = Math.min(bytes.length, scan.place + maxBytes);
  while (scan.place < until) {
    const byte = bytes[scan.place];
    if (byte === QUOTE) {
      scan.place = skipText(bytes, scan.place);
      continue;
    }
    scan.place++;
    if (byte === COMMA) {
      scan.values++;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      scan.values++;
      scan.depth++;
    } else if (isCloser(byte)) {
      scan.depth--;
      if (scan.depth === 0) return true;
    }
  }
  return scan.place >= bytes.length;
}

/**
 * The place after the number or word at `at`.
 * @throws TooLong
 */
export function skipWord(bytes: Uint8Array, at: number): number {
  const until = at + MAX_WORD_BYTES;
  let place = at;
  while (place < bytes.length) {
    const byte = bytes[place];
    if (byte === COMMA || byte === COLON || isCloser(byte) || isSpace(byte)) break;
    if (++place > until) throw new TooLong();
  }
  return place;
}
