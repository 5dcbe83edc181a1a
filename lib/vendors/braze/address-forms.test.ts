import fc from "fast-check";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import {
  ADDRESS_FORMS,
  EMAIL_PATTERN,
  isFit,
  normalForm,
  PHONE_PATTERN,
  PHONE_SEPARATORS,
  personalWords,
} from "./address-forms";

test.each([
  ["Ann@Example.COM", "ann@example.com"],
  ["ann+news@mail.example.co.uk", "ann+news@mail.example.co.uk"],
  ["jürgen@müller.example", "jürgen@müller.example"],
  ["a..b@docomo.example", "a..b@docomo.example"],
])("the email address %s is kept as %s", (written, kept) => {
  expect(normalForm("email", written)).toBe(kept);
  expect(isFit("email", kept)).toBe(true);
});

test.each([
  "",
  "ann",
  "ann@localhost",
  "ann@example.",
  "@example.com",
  "a@b@example.com",
  "ann@example.com, bob@example.com",
  "Ann <ann@example.com>",
  '"ann"@example.com',
  "ann @example.com",
  "ann@exam\u00a0ple.com",
  "mailto:ann@example.com",
  `${"a".repeat(65)}@example.com`,
])("%j is no email address, and stays as it is", (written) => {
  expect(normalForm("email", written)).toBe(written);
  expect(isFit("email", written)).toBe(false);
});

test.each([
  ["+14155550123", "+14155550123"],
  ["+1 (415) 555-0123", "+14155550123"],
  ["+49 30/123.45.67", "+49301234567"],
  ["+44\u00a020\u20117946\u20090958", "+442079460958"],
])("the phone number %j is kept as %s", (written, kept) => {
  expect(normalForm("phone", written)).toBe(kept);
  expect(isFit("phone", kept)).toBe(true);
});

test.each([
  "14155550123",
  "0049301234567",
  "+0301234567",
  "+1",
  "+1234567890123456",
  "+1 415 CALL NOW",
  "+44 (0)20 7946 0958",
  "call +14155550123",
])("%j is not sent: nobody can say for certain which number it is", (written) => {
  expect(normalForm("phone", written)).toBe(written);
  expect(isFit("phone", written)).toBe(false);
});

test("for other kinds an id is what it is, and no word of an answer is removed", () => {
  for (const kind of ["external_id", "device_id", "external_id_or_device_id", "alias"] as const) {
    expect(normalForm(kind, "Ann@Example.com")).toBe("Ann@Example.com");
    expect(isFit(kind, "anything")).toBe(true);
    expect(personalWords(kind, ["user"])).toEqual([]);
  }
});

const near = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom("a", "Z", "@", ".", " ", "1", "+", "-", "(", ")", "ü", "\u2009", "\u00a0"),
      maxLength: 20,
    }),
    fc.emailAddress(),
    fc
      .array(fc.constantFrom("+", "1", "49", "0", " ", "-", "(", ")", "555"), { maxLength: 12 })
      .map((parts) => parts.join("")),
  )
  .filter((text) => !text.includes("\0") && text.isWellFormed());

test("a normal form is its own normal form, and whatever is changed is fit", () => {
  fc.assert(
    fc.property(near, fc.constantFrom("email" as const, "phone" as const), (text, kind) => {
      const kept = normalForm(kind, text);
      expect(normalForm(kind, kept)).toBe(kept);
      if (kept !== text) expect(isFit(kind, kept)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test("PostgreSQL gets the very patterns of JavaScript", () => {
  expect(EMAIL_PATTERN).toBe(ADDRESS_FORMS.email.source);
  expect(PHONE_PATTERN).toBe(ADDRESS_FORMS.phone.source);
  expect(PHONE_SEPARATORS).toBe(ADDRESS_FORMS.separators.source);
});

test("PostgreSQL and JavaScript agree on what is fit", async () => {
  const texts = fc.sample(near, 5_000);
  const { rows } = await pool.query<{ text: string; email: boolean; phone: boolean }>(
    "SELECT text, text ~ $2 AS email, text ~ $3 AS phone FROM unnest($1::text[]) AS t (text)",
    [texts, EMAIL_PATTERN, PHONE_PATTERN],
  );
  for (const { text, email, phone } of rows) {
    expect([text, email, phone]).toEqual([text, isFit("email", text), isFit("phone", text)]);
  }
  expect(rows.filter(({ email }) => email).length).toBeGreaterThan(500);
});
