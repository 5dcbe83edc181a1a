import fc from "fast-check";
import { expect, test } from "vitest";
import { compactJson } from "./compact-json";

/** Makes a body long, so that it is rewritten token by token. */
const long = (text: string) => `["${"x".repeat(300 * 1024)}",${text}]`;
const native = (text: string) => JSON.stringify(JSON.parse(text));

async function compact(text: string): Promise<string | null> {
  return (await compactJson(Buffer.from(text)))?.toString("utf8") ?? null;
}

test.each([
  ' { "a" : [ 1 ,\t2 ] ,\r\n "b" : { } }',
  '{"a":"\\u0041\\/\\n\\\\","\\u00e9":"é 😀 \\ud83d\\ude00"}',
  "[1.0,-0,1e2,1E-7,0.10,123456789012345,true,false,null,-12]",
  '"] , [ : {"',
])("a long body is written as JSON.stringify writes it, token by token: %s", async (text) => {
  expect(await compact(text)).toBe(native(text));
  expect(await compact(long(text))).toBe(native(long(text)));
});

test("whatever the body is, and however it is spaced", async () => {
  await fc.assert(
    // Names that are integers come first in JavaScript, whatever the text says.
    fc.asyncProperty(fc.json(), fc.nat(4), async (text, spaces) => {
      fc.pre(!/"\d+":/.test(text) && !/\d{16}/.test(text));
      const spaced = long(JSON.stringify(JSON.parse(text), null, spaces));
      expect(await compact(spaced)).toBe(native(spaced));
    }),
  );
});

test.each(["12345678901234567890", '{"id":9007199254740993}'])(
  "an integer that would be rounded is not rewritten: %s",
  async (text) => {
    expect(await compact(text)).toBeNull();
    expect(await compact(long(text))).toBeNull();
  },
);

test("a long text with escapes has no compact form: rewriting it would cost many times its size", async () => {
  const escapes = `"${"\\ud83d".repeat(20_000)}"`;
  expect(await compact(long(escapes))).toBeNull();
});

test.each(["nope", '"\\x"', "01"])("what is not JSON has no compact form: %s", async (text) => {
  expect(await compact(text)).toBeNull();
  expect(await compact(long(text))).toBeNull();
});

test.each([
  ["many short tokens", Buffer.from(`["${"x".repeat(300 * 1024)}"${",1 ".repeat(2_000_000)}]`)],
  ["many spaces", Buffer.from(`["x"${" ".repeat(900_000)},1${" ".repeat(900_000)}]`)],
])("%s take memory for the result alone", async (_, body) => {
  const before = process.memoryUsage();
  const compact = await compactJson(body);
  const after = process.memoryUsage();
  expect(compact?.toString("utf8")).toBe(JSON.stringify(JSON.parse(body.toString("utf8"))));
  expect(after.heapUsed - before.heapUsed).toBeLessThan(100_000_000);
});

test.each([
  ["a number", "1".repeat(300_000)],
  ["a fraction", `1.${"1".repeat(300_000)}`],
  ["a text", `"${"x".repeat(2_000_000)}"`],
  ["white space", `1${" ".repeat(2_000_000)}`],
])("%s that no real page has costs no reading to its end", async (_, token) => {
  expect(await compact(`[${token}]`)).toBeNull();
});
