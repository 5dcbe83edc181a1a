import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteInexactNumbers } from "@/lib/kernel/json/exact-numbers";

describe("long numbers in JSON", () => {
  it.each([
    ['{"id":9223372036854775807}', '{"id":"9223372036854775807"}'],
    ["[-12345678901234567891,1]", '["-12345678901234567891",1]'],
    ["[12345678901234567890, 18446744073709551616]", '["12345678901234567890", "18446744073709551616"]'],
    ["1234567890123456789.50", '"1234567890123456789.50"'],
    ['{"id" : 12345678901234567890 }', '{"id" : "12345678901234567890" }'],
    [
      '{"a":"\\\\","id":12345678901234567890,"b":"\\""}',
      '{"a":"\\\\","id":"12345678901234567890","b":"\\""}',
    ],
  ])("become texts when a double does not hold their digits: %s", (json, expected) => {
    expect(quoteInexactNumbers(json)).toBe(expected);
  });

  it.each([
    '{"id":123456789012345}',
    "[1234567890123456,-9007199254740991,9007199254740992,1234567890123456.5]",
    "[1.2345678901234567,0.10000000000000001,12345678901234567e2]",
    '{"a":"1234567890123456789","b, 12345678901234567890":"\\\\, 12345678901234567890"}',
    '{"a":"\\", 12345678901234567890"}',
    '"12345678901234567890',
    '", 12345678901234567890',
  ])("stay as they are otherwise: %s", (json) => {
    expect(quoteInexactNumbers(json)).toBe(json);
  });

  it("are found after any text, whatever it contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = `{"text":${JSON.stringify(text)},"id":9007199254740993}`;
        expect(JSON.parse(quoteInexactNumbers(json))).toEqual({ text, id: "9007199254740993" });
      }),
    );
  });

  it("are written back with the digits that came, whatever the number", () => {
    const digits = fc.stringMatching(/^-?[1-9][0-9]{0,30}$/);
    fc.assert(
      fc.property(digits, (number) => {
        const [value] = JSON.parse(quoteInexactNumbers(`[${number}]`));
        expect(typeof value === "string" ? value : JSON.stringify(value)).toBe(number);
        if (Number.isSafeInteger(Number(number))) expect(value).toBe(Number(number));
      }),
    );
  });

  it.each([
    ["escapes", `{"text":"${"\\n".repeat(2_000_000)}","id":9007199254740993}`],
    ["quotation marks", `{"text":"${'\\"'.repeat(2_000_000)}","id":9007199254740993}`],
    ["backslashes", `{"text":"${"\\\\".repeat(2_000_000)}","id":9007199254740993}`],
    ["numbers in a text", `{"text":"${", 12345678901234567890".repeat(200_000)}","id":9007199254740993}`],
  ])("cost nothing extra after a hostile number of %s", (_, json) => {
    expect(JSON.parse(quoteInexactNumbers(json))).toMatchObject({ id: "9007199254740993" });
  });
});
