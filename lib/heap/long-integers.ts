/** A string, passed over whole, or an integer with more digits than a double surely holds. */
const STRING_OR_LONG_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * Rewrites a JSON text so that integers of 16 digits and more become strings: JSON.parse would round them, and Heap's
 * ids are 64-bit. What stands inside strings is left alone.
 */
export function quoteLongIntegers(json: string): string {
  // Most bodies have no such run of digits at all; only the others are worth the pass.
  if (!/\d{16}/.test(json)) return json;

  return json.replace(STRING_OR_LONG_INTEGER, (token) => (token.startsWith('"') ? token : `"${token}"`));
}
