import { createRandom, type Random } from "@/sandbox/senders/random";

/** A path to a field: keys, and places in lists. */
export type FieldPath = readonly (string | number)[];

/** A value that no field expects, and what to call it. `isLong` values fill a request of their own. */
export interface HostileValue {
  name: string;
  value: unknown;
  isLong?: true;
}

/** Longer than any bound of ours, and just below what one token of a body may hold. */
const LONG_CHARACTERS = { ascii: 900_000, cjk: 300_000 };

/**
 * Values that a field may be filled with, the same for the same seed. Random text cannot be compressed, so PostgreSQL's
 * limit for one entry of an index (2,704 bytes) holds for it as it is.
 */
export function hostileValues(seed: number): HostileValue[] {
  const random = createRandom(seed);
  const texts: Record<string, string> = {
    "255 Chinese characters": cjk(random, 255),
    "700 Chinese characters": cjk(random, 700),
    "1,500 Chinese characters": cjk(random, 1_500),
    "127 emoji": String.fromCodePoint(...Array.from({ length: 127 }, () => 0x1f300 + random.below(500))),
    "4,000 letters": ascii(random, 4_000),
    nothing: "",
    "a space": " ",
    "a NUL": "\0",
    "a NUL inside": "a\0b",
    "half a pair": "\ud800",
    "half a pair inside": "a\udfffb",
    "a turn of direction": "\u202eabc",
    "the name of the prototype": "__proto__",
    "the name of a constructor": "constructor",
    "a number's name": "10",
    "a placeholder": "[REDACTED]",
    null: "null",
    "a regular expression": ".*+?^$()|[]{}\\",
    "a name to fill in": "{plan}",
    "a reserved name": "user_id",
    "a statement": "'; DROP TABLE event; --",
  };
  const others: unknown[] = [
    ...[
      2 ** 63,
      -(2 ** 63),
      2 ** 53,
      1e308,
      5e-324,
      -1,
      0,
      8.64e15,
      253_402_300_799,
      253_402_300_800,
      99_999_999_999,
    ],
    ...[true, null, [], {}, ["a"], [[[]]], JSON.parse('{"__proto__":{"a":1}}')],
  ];
  return [
    ...Object.entries(texts).map(([name, value]) => ({ name, value })),
    ...others.map((value) => ({ name: JSON.stringify(value), value })),
    { name: "900,000 letters", value: ascii(random, LONG_CHARACTERS.ascii), isLong: true },
    { name: "300,000 Chinese characters", value: cjk(random, LONG_CHARACTERS.cjk), isLong: true },
  ];
}

/** A copy of `base` with another value at a path. `NAME` as the last key makes the value, as text, the name of a property. */
export function withField(base: unknown, path: FieldPath, value: unknown): unknown {
  const copy = structuredClone(base);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "";
  const [key, filled] = last === NAME ? [String(value), "named"] : [last, value];
  // A plain assignment to "__proto__" would set no property.
  Object.defineProperty(at, key, { value: filled, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Stands for a property whose name is the value. */
export const NAME = "(name)";

function cjk(random: Random, length: number): string {
  return text(length, () => 0x4e00 + random.below(20_000));
}

function ascii(random: Random, length: number): string {
  return text(length, () => 0x21 + random.below(94));
}

function text(length: number, code: () => number): string {
  return Buffer.from(Uint16Array.from({ length }, code).buffer).toString("utf16le");
}
