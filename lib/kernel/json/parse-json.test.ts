import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "./parse-json";

/** Longer than what is parsed at once. */
const LONG = 300 * 1024;
const padding = `"${"x".repeat(LONG)}"`;

async function parse(text: string, prepare?: (text: string) => string) {
  return parseJson(Buffer.from(text), { maxValues: 2_000_000, prepare });
}

function withNative(text: string) {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: "not_json" };
  }
}

const list = (count: number, item: string) => `[${Array.from({ length: count }, () => item).join(",")}]`;

test("an object of more members than any real one, which could only be put together in one long turn, is refused", async () => {
  const members = Array.from({ length: 60_000 }, (_, n) => `"${n}":0`).join(",");
  expect(await parse(`{"a":{${members}}}`)).toEqual({ ok: false, problem: "too_large" });
});

describe("a long text", () => {
  test.each([
    ["a list of short elements", list(100_000, '{"id":"a"}')],
    ["a list within objects", `{"a":{"b":${list(50_000, " 12 ")}},"c":1}`],
    [
      "an object of many members",
      `{${Array.from({ length: 40_000 }, (_, n) => `"k${n}" : ${n}`).join(" , ")}}`,
    ],
    ["members with one name", `{"a":1,"b":${padding},"a":[2],"c":${padding}}`],
    ["a member named __proto__", `{"__proto__":{"x":${padding}},"y":1}`],
    ["a name that is escaped", `{"\\u0061\\"b":${list(40_000, "[1,2]")}}`],
    ["a long name", `{${padding}:1,"b":2}`],
    ["a text with brackets and quotation marks", `[${list(9_000, '"]}\\\\\\",[{"')},${padding}]`],
    ["white space everywhere", ` \n{ "a" : [ ${padding} , { } , [ ] ] }\t\r\n`],
    ["a text alone", padding],
  ])("is parsed as JSON.parse does: %s", async (_, text) => {
    expect(await parse(text)).toEqual(withNative(text));
    const parsed = await parse(text);
    expect(parsed.ok && JSON.stringify(parsed.value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  test.each([
    `[${padding},]`,
    `[${padding},,1]`,
    `[,${padding}]`,
    `[${padding} 1]`,
    `[${padding}`,
    `[${padding}}`,
    `{"a":${padding},}`,
    `{"a" ${padding}}`,
    `{"a":${padding},"b"}`,
    `{a:${padding}}`,
    `[${list(40_000, "[1}")},1]`,
    `[${padding}] 1`,
    `[${padding}]]`,
    `[${padding},tru]`,
    `"${"x".repeat(LONG)}`,
    " ".repeat(LONG),
  ])("that is not JSON is refused (%#)", async (text) => {
    expect(withNative(text)).toMatchObject({ ok: false });
    expect(await parse(text)).toEqual({ ok: false, problem: "not_json" });
  });

  test("that is changed at any place has the same result as with JSON.parse", async () => {
    const valid = `{"events":${list(9_000, '{"id":"a\\\\","n":[1,{"x":null}]}')},"more":{"a":[]}}`;
    const change = fc.record({
      at: fc.oneof(
        fc.nat(60),
        fc.nat(valid.length - 1),
        fc.nat(60).map((end) => valid.length - 1 - end),
      ),
      length: fc.nat(3),
      insert: fc.constantFrom("", ",", "]", "}", "[", "{", '"', "\\", ":", "0", " ", "null", '"a":1,'),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, length, insert }) => {
        const text = valid.slice(0, at) + insert + valid.slice(at + length);
        expect(await parse(text)).toEqual(withNative(text));
      }),
      { numRuns: 150 },
    );
  });

  test("is prepared in whole values", async () => {
    const text = list(20_000, '{"id":1234567890123456789}');
    const parsed = await parse(text, (piece) => piece.replaceAll(/\d{19}/g, '"$&"'));
    expect(parsed).toEqual({ ok: true, value: JSON.parse(text.replaceAll(/\d{19}/g, '"$&"')) });
  });

  test("with a byte order mark is parsed without it", async () => {
    expect(await parse("\ufeff[1]")).toEqual({ ok: true, value: [1] });
    expect(await parse(`\ufeff[${padding}]`)).toEqual(withNative(`[${padding}]`));
  });
});

describe("what would cost more than any real body is refused", () => {
  test.each([
    ["millions of values", list(2_100_000, "0")],
    ["millions of empty lists", list(2_100_000, "[]")],
    ["long values in long values", "[".repeat(20) + padding + "]".repeat(20)],
    ["one endless text", `["${"x".repeat(5 * 1024 * 1024)}"]`],
  ])("%s", async (_, text) => {
    expect(await parse(text)).toEqual({ ok: false, problem: "too_large" });
  });
});

test("others have their turn while a long text is parsed", async () => {
  let turns = 0;
  const count = setInterval(() => turns++, 0);
  await parse(list(1_900_000, '"aaaaaaa"'));
  clearInterval(count);
  expect(turns).toBeGreaterThan(5);
});
