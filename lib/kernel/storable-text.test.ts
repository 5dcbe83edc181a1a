import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText, isStorableText, quotableLine, storableText } from "@/lib/kernel/storable-text";

const ANY_TEXT = fc.string({ unit: "binary" });
const BROKEN_TEXT = fc
  .array(fc.constantFrom("a", "\0", "\ud83d", "\ude00", "é"))
  .map((units) => units.join(""));

describe("stored text", () => {
  it("is always something that PostgreSQL and UTF-8 can store", () => {
    fc.assert(
      fc.property(fc.oneof(ANY_TEXT, BROKEN_TEXT), (text) => {
        const stored = storableText(text);
        expect(isStorableText(stored)).toBe(true);
        expect(Buffer.from(stored, "utf8").toString("utf8")).toBe(stored);
        if (isStorableText(text)) expect(stored).toBe(text);
      }),
    );
  });

  it("is never cut inside a character", () => {
    expect(cutText("ab😀", 3)).toBe("ab");
    expect(cutText("ab😀", 4)).toBe("ab😀");

    fc.assert(
      fc.property(ANY_TEXT, fc.nat(20), (text, maxLength) => {
        const cut = cutText(storableText(text), maxLength);
        expect(cut.length).toBeLessThanOrEqual(maxLength);
        expect(isStorableText(cut)).toBe(true);
      }),
    );
  });
});

it("a vendor's text is one line in one direction, and cannot end the quotation it is in", () => {
  expect(quotableLine(" Trial\r\n\tusers\u2028\u0000 ")).toBe("Trial users");
  expect(quotableLine("\u202eabc\u2069 d\u200be\ufefff\u00ad")).toBe("abc def");
  expect(quotableLine("x” y “z")).toBe('x" y "z');
  for (const kept of ["👨‍👩‍👧 Familien", "می‌خواهم", "Zürich 5″", "日本"])
    expect(quotableLine(kept)).toBe(kept);
});
