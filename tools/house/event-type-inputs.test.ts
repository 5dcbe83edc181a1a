import { expect, test } from "vitest";
import { z } from "zod";
import { readOperations } from "@/app/api/v1/operations";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";

/** What takes an event type is called so; a `from` is one in a list of new names of events. */
const NAMES = /^(?:type|types|eventType|eventTypes)$/;

type Found = { place: string; schema: z.ZodType };

/** Every schema that takes an event type within this one. */
function typesIn(schema: z.ZodType, place: string, isType = false): Found[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
      typesIn(
        field,
        `${place} ${name}`,
        NAMES.test(name) || (name === "from" && place.endsWith(" eventNames")),
      ),
    );
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return typesIn(schema.unwrap() as z.ZodType, place, isType);
  }
  if (schema instanceof z.ZodArray) return typesIn(schema.element as z.ZodType, place, isType);
  if (schema instanceof z.ZodPipe) return typesIn(schema.in as z.ZodType, place, isType);
  if (schema instanceof z.ZodUnion) {
    return (schema.options as z.ZodType[]).flatMap((option) => typesIn(option, place, isType));
  }
  return isType && schema instanceof z.ZodString ? [{ place, schema }] : [];
}

test("every input that takes an event type takes both of its names", async () => {
  const operations = await readOperations();
  const taking = operations.flatMap(({ method, path, operation: { query, body } }) =>
    [query, body].flatMap((schema) => (schema ? typesIn(schema, `${method} ${path}`) : [])),
  );
  for (const known of ["events type", "seen-types type", "replays type", "eventNames from", "eventTypes"]) {
    expect(taking.some(({ place }) => place.endsWith(known))).toBe(true);
  }
  expect(taking.length).toBeGreaterThan(10);
  const wrong = taking.filter(
    ({ schema }) => schema.safeParse(" email open ").data !== "users.messages.email.Open",
  );
  expect(
    wrong.map(({ place }) => place),
    "make it an eventTypeInput (lib/vendors/braze/event-type-input.ts)",
  ).toEqual([]);
});

test("the rule finds an input that takes one name only, wherever it is", () => {
  const text = z.string();
  const wrong = z.strictObject({
    filter: z.strictObject({ type: text.optional() }).partial().nullable(),
    mapping: z.strictObject({ eventNames: z.array(z.strictObject({ from: text, to: text })).default([]) }),
    eventTypes: z
      .union([z.literal("all"), z.array(text)])
      .transform((types) => types)
      .nullable(),
    typed: text,
  });
  expect(typesIn(wrong, "POST").map(({ place }) => place)).toEqual([
    "POST filter type",
    "POST mapping eventNames from",
    "POST eventTypes",
  ]);
});

test("any other text stays as it is", () => {
  expect(eventTypeInput.parse("users.messages.fax.PaperJam")).toBe("users.messages.fax.PaperJam");
  expect(eventTypeInput.parse("EMAIL OPEN")).toBe("users.messages.email.Open");
});
