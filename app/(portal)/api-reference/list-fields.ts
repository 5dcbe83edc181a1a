import type { JsonSchema } from "@/app/api/v1/openapi.json/convert-schemas";

/** One field of a body or an answer; nested ones by their full name: `owner.name`, `items[].id`. */
export interface FieldRow {
  name: string;
  type: string;
  isRequired: boolean;
  description: string | undefined;
  /** As JSON; undefined without one. */
  defaultValue: string | undefined;
}

/** Deeper fields are described by the schema itself. */
const MAX_DEPTH = 4;

/** Looks up `#/components/schemas/<name>`. */
export type Components = Readonly<Record<string, JsonSchema>>;

/** All fields of a schema in order, as rows of a table; a choice between forms lists the fields of each. */
export function listFields(schema: JsonSchema, components: Components, above = "", depth = 0): FieldRow[] {
  const whole = resolve(schema, components);
  if (depth >= MAX_DEPTH) return [];
  if (whole.type === "array") return listFields(itemsOf(whole), components, `${above}[]`, depth);
  if (!whole.properties) {
    return formsOf(whole).flatMap((form) => listFields(form, components, above, depth));
  }

  return Object.entries(whole.properties).flatMap(([name, of]) => {
    const field = of as JsonSchema;
    const place = above ? `${above}.${name}` : name;
    const row: FieldRow = {
      name: place,
      type: typeWords(field, components),
      isRequired: whole.required?.includes(name) ?? false,
      description: resolve(field, components).description ?? field.description,
      defaultValue: field.default === undefined ? undefined : JSON.stringify(field.default),
    };
    return [row, ...listFields(field, components, place, depth + 1)];
  });
}

/** The kind of a value in a few words: "text", "id", "list of Source", "one of us, eu", "number or null". */
export function typeWords(schema: JsonSchema, components: Components): string {
  if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.enum) return `one of ${schema.enum.map(String).join(", ")}`;
  if (schema.const !== undefined) return String(schema.const);
  if (Array.isArray(schema.type))
    return schema.type.map((type) => simpleWords({ ...schema, type })).join(" or ");

  const forms = formsOf(schema);
  if (forms.length > 0) return [...new Set(forms.map((form) => typeWords(form, components)))].join(" or ");
  if (schema.type === "array") return `list of ${typeWords(itemsOf(schema), components)}`;
  return simpleWords(schema);
}

const FORMATS: Record<string, string> = {
  uuid: "id",
  "date-time": "time",
  uri: "address",
  email: "email address",
};

function simpleWords({ type, format }: JsonSchema): string {
  if (type === "string") return (format && FORMATS[format]) || "text";
  if (type === "integer") return "whole number";
  if (type === "boolean") return "true or false";
  return typeof type === "string" ? type : "anything";
}

/** A reference's target, without the null of "this or null". */
function resolve(schema: JsonSchema, components: Components): JsonSchema {
  if (schema.$ref) return components[schema.$ref.split("/").at(-1) ?? ""] ?? {};
  const forms = formsOf(schema).filter(({ type }) => type !== "null");
  return forms.length === 1 && forms[0] ? resolve(forms[0], components) : schema;
}

function formsOf({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  return (anyOf ?? oneOf ?? []) as JsonSchema[];
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  return (items ?? {}) as JsonSchema;
}
