import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteInexactNumbers } from "@/lib/kernel/json/exact-numbers";

describe("long numbers in JSON", () => {
  it.each([
    ['{"id":9223372036854775807}', '{"id":"9223372036854775807"}'],
    ["[-12345678901234567891,1]", '["-12345678901234567891",1]'],
    ["[12345678901234567890, 18446744073709551616]", '["12345678901234567890", "18446744073709551616"]'],
    ["1234567890123456789.50", '"1234567890123456789.50"'],
    ["[4503599627370497.5,9999999999999999.9]", '["4503599627370497.5","9999999999999999.9"]'],
    ["[12345678901234567890.00]", '["12345678901234567890"]'],
    [
      "[1.2345678901234567890E19,12345678901234567890e0,123456789012345678900E-1]",
      '["12345678901234567890","12345678901234567890","12345678901234567890"]',
    ],
    ["[1.2345678901234567891e+16]", '["12345678901234567.891"]'],
    ["[1e400,-1E309,1.5e99999]", '["1e400","-1E309","1.5e99999"]'],
    ["[1234567890123456789e50]", '["1234567890123456789e50"]'],
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
    "[1.2345678901234567,0.10000000000000001,1.2345678901234567e2,12345678901234567e-10]",
    "[1795921384000000.0,1795921384000000.25,1795921384000000.5,-1795921384000000.000,9007199254740992.00]",
    "[6.02e23,1e23,1E-400,0e999,0.0e5,-0,100000000000000000000,1.7976931348623157e308,5e-324]",
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

  it("are found wherever they are in a body of many values", () => {
    const long = fc.constantFrom(
      "9007199254740993",
      "1.2345678901234567890e19",
      "-12345678901234567",
      "1e309",
    );
    const others = fc.array(
      fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.uuid()),
    );
    fc.assert(
      fc.property(others, long, others, (before, number, after) => {
        const list = [
          ...before.map((one) => JSON.stringify(one)),
          number,
          ...after.map((one) => JSON.stringify(one)),
        ];
        expect(typeof JSON.parse(quoteInexactNumbers(`[${list.join(",")}]`))[before.length]).toBe("string");
      }),
    );
  });

  it("are one number however they are spelled: plainly, with zeros after a point, with an exponent", () => {
    const parts = { digits: fc.stringMatching(/^[1-9][0-9]{0,24}$/), shift: fc.nat(24), zeros: fc.nat(3) };
    fc.assert(
      fc.property(fc.record(parts), ({ digits, shift, zeros }) => {
        const read = (number: string) => JSON.parse(quoteInexactNumbers(`[${number}]`))[0];
        const plain = read(digits);
        expect(read(`${digits}.0${"0".repeat(zeros)}`)).toBe(plain);
        expect(read(`${digits}${"0".repeat(shift)}e-${shift}`)).toBe(plain);
        const point = Math.max(1, digits.length - shift);
        const mantissa = [digits.slice(0, point), digits.slice(point)].filter(Boolean).join(".");
        expect(read(`${mantissa}E+${digits.length - point}`)).toBe(plain);
      }),
    );
  });

  it.each([
    ["digits", `{"text":${"1".repeat(4_000_000)},"id":9007199254740993}`],
    ["digits after an exponent", `{"text":1e${"1".repeat(4_000_000)},"id":9007199254740993}`],
    ["zeros", `{"text":1${"0".repeat(2_000_000)}.${"0".repeat(2_000_000)}1,"id":9007199254740993}`],
    ["digits that are no number", `{"text":"${"1".repeat(4_000_000)}x","id":9007199254740993}`],
    ["escapes", `{"text":"${"\\n".repeat(2_000_000)}","id":9007199254740993}`],
    ["quotation marks", `{"text":"${'\\"'.repeat(2_000_000)}","id":9007199254740993}`],
    ["backslashes", `{"text":"${"\\\\".repeat(2_000_000)}","id":9007199254740993}`],
    ["numbers in a text", `{"text":"${", 12345678901234567890".repeat(200_000)}","id":9007199254740993}`],
  ])("cost nothing extra after a hostile number of %s", (_, json) => {
    expect(JSON.parse(quoteInexactNumbers(json))).toMatchObject({ id: "9007199254740993" });
  });
});
