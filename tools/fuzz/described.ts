import fc from "fast-check";
import { hostileValue, mutated, type Pairs, writeObject } from "./hostile-json";

/** The API's own description of a value (JSON Schema), as far as its bodies and queries use it. */
export interface Schema {
  type?: string;
  format?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

const SPAN_OF_NUMBERS = 1_000;

/**
 * JSON of a value that fits its schema.
 * @param known values by field that make sense in this run, as JSON; they override the schema
 * @param name the field, to look up in `known`
 */
function fitting(schema: Schema, known: Readonly<Record<string, string[]>>, name = ""): fc.Arbitrary<string> {
  const { const: only, enum: choice, anyOf, type, minimum = 0 } = schema;
  const sensible = known[name];
  if (sensible?.length) return fc.constantFrom(...sensible);
  if (only !== undefined) return fc.constant(JSON.stringify(only));
  if (choice) return fc.constantFrom(...choice.map((value) => JSON.stringify(value)));
  if (anyOf) return fc.oneof(...anyOf.map((one) => fitting(one, known, name)));

  const { maximum = minimum + SPAN_OF_NUMBERS } = schema;
  switch (type) {
    case "null":
      return fc.constant("null");
    case "boolean":
      return fc.constantFrom("true", "false");
    case "integer":
    case "number":
      return fc
        .oneof(fc.constant(minimum), fc.integer({ min: Math.ceil(minimum), max: maximum }))
        .map(String);
    case "array":
      return fc
        .array(fitting(schema.items ?? {}, known, name), { minLength: 1, maxLength: 3 })
        .map((items) => `[${items.join(",")}]`);
    case "object":
      return object(schema, known).map(writeObject);
    default:
      return text(schema);
  }
}

/** A valid object; properties that are not required are left out at times. */
function object(schema: Schema, known: Readonly<Record<string, string[]>>): fc.Arbitrary<Pairs> {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    fc.option(
      fitting(field, known, name).map((value): [string, string] => [name, value]),
      { nil: null, freq: schema.required?.includes(name) ? 50 : 1 },
    ),
  );
  return fc.tuple(...fields).map((pairs) => pairs.filter((pair) => pair !== null));
}

function text({ format }: Schema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid().map((id) => JSON.stringify(id));
  if (format === "date-time") return fc.constantFrom('"2026-01-01T00:00:00Z"', '"2030-01-01T00:00:00.000Z"');
  return fc.constantFrom('"x"', '"A text"', '"é😀"');
}

/** A valid body, or one changed in one to three places. */
export function describedBody(
  schema: Schema,
  known: Readonly<Record<string, string[]>>,
): fc.Arbitrary<Buffer> {
  const pairs = object(schema, known);
  return fc.oneof(pairs, pairs.chain(mutated)).map((made) => Buffer.from(writeObject(made)));
}

/** A query with some valid and some invalid parameters. */
export function describedQuery(
  parameters: Readonly<Record<string, Schema>>,
  known: Readonly<Record<string, string[]>>,
): fc.Arbitrary<string> {
  const pairs = Object.entries(parameters).map(([name, schema]) =>
    fc.oneof(
      { arbitrary: fc.constant(null), weight: 6 },
      { arbitrary: fitting(schema, known, name).map((value) => [name, bare(value)]), weight: 4 },
      { arbitrary: hostileValue.map((value) => [name, bare(value).slice(0, 2_000)]), weight: 1 },
    ),
  );
  return fc.tuple(...pairs).map((chosen) => {
    const present = chosen.filter((pair) => pair !== null).map((pair) => pair.join("="));
    return present.length > 0 ? `?${present.join("&")}` : "";
  });
}

function bare(json: string): string {
  return encodeURIComponent(json.replace(/^"|"$/g, "").toWellFormed());
}
