import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "./parse-input";

/** How the first problem of a value is described. */
function say(schema: z.ZodType, value: unknown): string {
  try {
    parseInput(schema, value);
    return "nothing";
  } catch (err) {
    return (err as Error).message;
  }
}

const field = (schema: z.ZodType) => z.strictObject({ field: schema });

test("every kind of problem is described in plain words, without the value", () => {
  const cases: [z.ZodType, unknown, string][] = [
    [z.string(), undefined, "is missing"],
    [z.string(), 7, "must be text"],
    [z.number(), "7", "must be a number"],
    [z.number(), Number.NaN, "must be a number"],
    [z.int(), 1.5, "must be a whole number"],
    [z.boolean(), "yes", "must be true or false"],
    [z.array(z.string()), "a", "must be a list"],
    [z.strictObject({}), 7, "must be an object"],
    [z.enum(["us", "eu"]), "secret", "must be one of us, eu"],
    [z.literal("us"), "secret", "must be us"],
    [z.string().min(3), "a", "must have at least 3 characters"],
    [z.string().min(1), "", "must not be empty"],
    [z.string().max(1), "ab", "must have at most 1 character"],
    [z.array(z.int()).min(1), [], "must have at least 1 entry"],
    [z.array(z.int()).max(2), [1, 2, 3], "must have at most 2 entries"],
    [z.number().min(5), 1, "must be at least 5"],
    [z.number().max(5), 9, "must be at most 5"],
    [z.number().gt(5), 5, "must be more than 5"],
    [z.number().lt(5), 5, "must be less than 5"],
    [z.number().multipleOf(5), 7, "must be a multiple of 5"],
    [z.uuid(), "secret", "must be an ID"],
    [z.email(), "secret", "must be an email address"],
    [z.url(), "secret", "must be an address such as https://example.com"],
    [z.iso.datetime(), "secret", "must be a time such as 2026-01-31T12:00:00Z"],
    [z.iso.date(), "secret", "must be a date such as 2026-01-31"],
    [z.string().regex(/^\d+$/), "secret", "does not have the right form"],
    [z.string().regex(/^\d+$/, "must be digits"), "secret", "must be digits"],
    [z.union([z.int(), z.boolean()]), "secret", "has none of the allowed forms"],
  ];
  for (const [schema, value, words] of cases) {
    expect(say(field(schema), { field: value })).toBe(`field: ${words}`);
  }
});
