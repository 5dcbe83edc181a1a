import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteLongIntegers } from "@/lib/kernel/json/long-integers";

describe("long integers in JSON", () => {
  it.each([
    ['{"id":9223372036854775807}', '{"id":"9223372036854775807"}'],
    ["[-1234567890123456,1]", '["-1234567890123456",1]'],
    ['{"id":123456789012345}', '{"id":123456789012345}'],
    ["[1.2345678901234567,12345678901234567.5,12345678901234567e2]", null],
    ['{"a":"1234567890123456789","b\\"1234567890123456789":"\\\\"}', null],
    ['"1234567890123456789', null],
  ])("%s", (json, expected) => {
    expect(quoteLongIntegers(json)).toBe(expected ?? json);
  });

  it("are found after any string, whatever it contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = `{"text":${JSON.stringify(text)},"id":9007199254740993}`;
        expect(JSON.parse(quoteLongIntegers(json))).toEqual({ text, id: "9007199254740993" });
      }),
    );
  });

  it("cost nothing extra after a hostile number of escapes", () => {
    const json = `{"text":"${"\\n".repeat(2_000_000)}","id":9007199254740993}`;

    expect(JSON.parse(quoteLongIntegers(json))).toMatchObject({ id: "9007199254740993" });
  });
});
