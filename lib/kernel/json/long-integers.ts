/** An integer with more digits than a double is sure to hold. */
const LONG_INTEGER = /(?<![\w.+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * Rewrites a JSON text so that integers of 16 digits and more become strings: JSON.parse would round them, and Heap's
 * ids are 64-bit. Strings are left alone. Linear in the text, and never throws.
 */
export function quoteLongIntegers(json: string): string {
  // Most bodies have no such number; only the others are worth the pass.
  if (!/\d{16}/.test(json)) return json;

  let rewritten = "";
  let position = 0;
  while (position < json.length) {
    const quote = json.indexOf('"', position);
    const stringStart = quote < 0 ? json.length : quote;
    const stringEnd = endOfString(json, stringStart);
    rewritten += json.slice(position, stringStart).replace(LONG_INTEGER, '"$&"');
    rewritten += json.slice(stringStart, stringEnd);
    position = stringEnd;
  }
  return rewritten;
}

/** The position after the quote that closes the string opened at `start`. */
function endOfString(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index++) {
    if (json[index] === "\\") index++;
    else if (json[index] === '"') return index + 1;
  }
  return json.length;
}
