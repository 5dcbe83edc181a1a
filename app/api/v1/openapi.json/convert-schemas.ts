import { z } from "zod";

/** A JSON Schema in the form of OpenAPI 3.1. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * Turns zod schemas into JSON Schemas. Those that carry an id (`.meta({ id })`) become components of that name, to
 * which the others refer.
 * @param io `input`: what a caller sends, `output`: what the API answers
 * @throws Error when two schemas carry the same id
 */
export function convertSchemas(
  schemas: Record<string, z.ZodType>,
  io: "input" | "output",
): { schemas: Record<string, JsonSchema>; components: Record<string, JsonSchema> } {
  const whole = z.toJSONSchema(z.object(schemas), {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  const { properties = {}, $defs = {} } = JSON.parse(
    JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as { properties?: Record<string, JsonSchema>; $defs?: Record<string, JsonSchema> };

  for (const component of Object.values($defs)) delete component.id;
  return { schemas: properties, components: $defs };
}

/** Leaves out what tells a reader nothing: patterns already implied by a format, and the bounds of every integer. */
function simplify(schema: JsonSchema, io: "input" | "output"): void {
  if (schema.format) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // An answer may gain fields; readers must ignore unknown ones.
  if (io === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
}
