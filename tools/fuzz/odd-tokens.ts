import fc from "fast-check";

/** Last parts of a path that are not tokens: broken and odd percent-encoding, very long, in other scripts. */
export const oddToken: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "%",
    "%zz",
    "%ff%fe",
    "%00",
    "a%00b",
    "%2e%2e%2f%2e%2e",
    "%252e",
    "..%2f..%2fapi",
    "%0d%0aSet-Cookie:x",
    "__proto__",
    "constructor",
    "undefined",
    "null",
    "%F0%9F%98%80",
    "'%20or%201=1--",
    "x".repeat(43),
    "x".repeat(4_000),
    "%41".repeat(1_000),
    "a;b=c",
    "a,b",
    "~",
    "$%7Bx%7D",
  ),
  fc
    .string({ minLength: 1, maxLength: 60, unit: "binary" })
    .map((text) => encodeURIComponent(text.toWellFormed()) || "x")
    .filter((text) => !/^\.+$/.test(text)),
  fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
);
