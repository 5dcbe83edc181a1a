import fc from "fast-check";

/**
 * JSON as text, because half of what is hostile in JSON is lost when it is made from a value: duplicate keys, numbers
 * that no double can represent, halves of surrogate pairs.
 */

/** Keys that every object inherits, or that code likes to look up. */
export const HOSTILE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "toJSON",
  "length",
  "",
  " ",
  "a.b.c",
  "$where",
  "\\u0000",
  "\\ud800",
  "id",
  "events",
  "😀",
] as const;

const HOSTILE_TEXTS = [
  '""',
  '"   "',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\ufeff"',
  '"\\u202e\\u2066evil"',
  '"[REDACTED]"',
  '"__proto__"',
  '"<script>alert(1)</script>"',
  '"\'; DROP TABLE customer; --"',
  '"=HYPERLINK(\\"http://x\\")"',
  '"a\\r\\nSet-Cookie: x=1"',
  '"{{7*7}}<%= 7*7 %>"',
  '"../../../etc/passwd"',
  '"NaN"',
  '"😀😀😀"',
  `"${"x".repeat(300)}"`,
  `"${"é".repeat(5_000)}"`,
  `"${"x".repeat(70_000)}"`,
];

const HOSTILE_NUMBERS = [
  "0",
  "-0",
  "-1",
  "1e400",
  "-1e400",
  "1e-400",
  "9007199254740993",
  "123456789012345678901234567890",
  "-99999999999999999999999999",
  "1.7976931348623157e308",
  "0.1e-5",
  "253402300800",
  "8640000000001",
  "2147483648",
  "1e21",
];

/** A value nested so deep that code which walks it by recursion overflows the stack. */
const nested = fc
  .tuple(fc.constantFrom(2, 20, 200, 5_000, 30_000), fc.boolean())
  .map(([depth, isList]) =>
    isList ? "[".repeat(depth) + "]".repeat(depth) : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
  );

const hostileObject = fc
  .array(
    fc.tuple(
      fc.constantFrom(...HOSTILE_KEYS),
      fc.constantFrom("1", "null", "{}", "[]", '{"polluted":true}', '"x"', '{"prototype":{"polluted":1}}'),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pairs) => `{${pairs.map(([key, value]) => `"${key}":${value}`).join(",")}}`);

const longList = fc
  .tuple(fc.constantFrom(10, 500, 20_000), fc.constantFrom("0", "{}", "null", '"x"'))
  .map(([count, item]) => `[${Array(count).fill(item).join(",")}]`);

/** Any legal JSON value that nobody expects. */
export const hostileValue: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom("null", "true", "false", "[]", "{}", "[null]", "[[]]"), weight: 6 },
  { arbitrary: fc.constantFrom(...HOSTILE_TEXTS), weight: 8 },
  { arbitrary: fc.constantFrom(...HOSTILE_NUMBERS), weight: 8 },
  { arbitrary: hostileObject, weight: 5 },
  { arbitrary: fc.json({ maxDepth: 4 }), weight: 5 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 40 }).map((text) => JSON.stringify(text)), weight: 4 },
  { arbitrary: nested, weight: 1 },
  { arbitrary: longList, weight: 1 },
);

/** An object as pairs of key and value, both as JSON text. */
export type Pairs = [key: string, value: string][];

/** Writes pairs as an object, duplicate keys included. */
export function writeObject(pairs: Pairs): string {
  return `{${pairs.map(([key, value]) => `"${key}":${value}`).join(",")}}`;
}

/** Changes an object in one to three places: another value, a field removed, a key added, a key duplicated. */
export function mutated(pairs: Pairs): fc.Arbitrary<Pairs> {
  const change = fc.record({
    how: fc.constantFrom("replace", "drop", "add", "twice"),
    at: fc.nat(),
    key: fc.constantFrom(...HOSTILE_KEYS),
    value: hostileValue,
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const result = [...pairs];
    for (const { how, at, key, value } of changes) {
      const index = result.length > 0 ? at % result.length : 0;
      const old = result[index];
      if (how === "add" || !old) result.push([key, value]);
      else if (how === "replace") result[index] = [old[0], value];
      else if (how === "drop") result.splice(index, 1);
      else result.push([old[0], value]);
    }
    return result;
  });
}
