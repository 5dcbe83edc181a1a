import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { quoteInexactNumbers } from "@/lib/kernel/json/exact-numbers";
import {
  COLON,
  COMMA,
  closerOf,
  isCloser,
  isQuote,
  skipSpace,
  skipText,
  skipWord,
} from "@/lib/kernel/json/json-bytes";

/** Rewritten at once up to this size; above it token by token. Our choice. */
const SMALL_BYTES = 256 * 1024;

/** No text with escapes in a real page is longer; rewriting one can cost many times its reading. */
const MAX_ESCAPED_BYTES = 64 * 1024;

/** Room for numbers that are longer when written out, such as `1e20`. A body with more of them has no compact form. */
const SPARE_BYTES = 64 * 1024;

/** Bytes of UTF-8 for each unit of a JavaScript text, at most. */
const MAX_BYTES_PER_UNIT = 3;

/** Words and numbers that are written as they are. */
const PLAIN_WORD = /^(-?[1-9]\d{0,14}|true|false|null)$/;

/**
 * A body as `JSON.stringify(JSON.parse(body))` writes it; null when it is not JSON or the round trip would round an
 * integer. A long body is rewritten token by token, and others have their turn in between; only names that occur twice in
 * one object, or are integers, are then written otherwise. A long text with escapes, and a text, word or white space that no
 * real page has, have no compact form. Never throws.
 */
export async function compactJson(body: Buffer): Promise<Buffer | null> {
  try {
    return body.byteLength <= SMALL_BYTES ? compactAtOnce(body.toString("utf8")) : await compactTokens(body);
  } catch {
    return null;
  }
}

function compactAtOnce(text: string): Buffer | null {
  if (quoteInexactNumbers(text) !== text) return null;
  return Buffer.from(JSON.stringify(JSON.parse(text)), "utf8");
}

async function compactTokens(body: Buffer): Promise<Buffer | null> {
  const turns = takeTurns();
  // Hardly ever longer than the body, so that a body of many tokens takes no more memory than one of few.
  const compact = Buffer.allocUnsafe(body.length + SPARE_BYTES);
  let length = 0;
  // What is unchanged is copied together.
  let unchangedFrom = 0;
  const copyUntil = (end: number) => {
    length += body.copy(compact, length, unchangedFrom, end);
  };

  for (let at = 0; at < body.length; ) {
    if (turns.isOver()) await turns.next();
    const end = endOfToken(body, at);
    const written = rewrite(body, at, end);
    if (written === null) return null;
    if (written !== undefined) {
      copyUntil(at);
      if (length + written.length * MAX_BYTES_PER_UNIT > compact.length) return null;
      length += compact.write(written, length);
      unchangedFrom = end;
    }
    at = end;
  }
  if (length + body.length - unchangedFrom > compact.length) return null;
  copyUntil(body.length);
  return compact.subarray(0, length);
}

function endOfToken(body: Buffer, at: number): number {
  const byte = body[at];
  const afterSpace = skipSpace(body, at);
  if (afterSpace > at) return afterSpace;
  if (isQuote(byte)) return skipText(body, at);
  if (byte === COMMA || byte === COLON || closerOf(byte) !== undefined || isCloser(byte)) return at + 1;
  return Math.max(at + 1, skipWord(body, at));
}

/** The token as it is written again; undefined when it stays as it is, null when that would not be exact. */
function rewrite(body: Buffer, at: number, end: number): string | null | undefined {
  const byte = body[at];
  if (skipSpace(body, at) > at) return "";
  if (isQuote(byte)) {
    const hasEscape = body.subarray(at, end).includes(0x5c);
    if (hasEscape && end - at > MAX_ESCAPED_BYTES) return null;
    return hasEscape ? JSON.stringify(JSON.parse(body.toString("utf8", at, end))) : undefined;
  }
  if (end - at === 1) return undefined;

  const word = body.toString("utf8", at, end);
  if (PLAIN_WORD.test(word)) return undefined;
  return quoteInexactNumbers(word) === word ? JSON.stringify(JSON.parse(word)) : null;
}
