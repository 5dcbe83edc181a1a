import type { JsonSchema } from "@/app/api/v1/openapi.json/convert-schemas";
import type { ReferenceOperation } from "./read-reference";

/** A call with curl that runs once the names in capitals are set: `$KEY`, and an id such as `$CUSTOMER_ID`. */
export function curlExample(operation: ReferenceOperation, server: string): string {
  const { method, path, role, parameters, body, answer } = operation;
  const address = `${server}${path.replace(/\{(\w+)\}/g, (_, name: string) => `$${inCapitals(name)}`)}`;
  const isFile = answer.contentType !== "application/json";
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}"${address}"`,
    role && '-H "Authorization: Bearer $KEY"',
    parameters.some(({ name }) => name === "Idempotency-Key") && '-H "Idempotency-Key: $(uuidgen)"',
    body && '-H "Content-Type: application/json"',
    body && `-d '${JSON.stringify(exampleOf(body))}'`,
    isFile && `-o "${path.split("/").at(-1)}"`,
  ]
    .filter(Boolean)
    .join(" \\\n  ");
}

function inCapitals(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** The smallest value a schema accepts: for an object, only the required fields. */
function exampleOf(schema: JsonSchema): unknown {
  const { anyOf, oneOf, enum: values, type, properties = {}, required = [] } = schema;
  const [form] = (anyOf ?? oneOf ?? []) as JsonSchema[];
  if (form) return exampleOf(form);
  if (schema.const !== undefined) return schema.const;
  if (values) return values[0];
  if (properties && type === "object") {
    return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] as JsonSchema)]));
  }
  if (type === "array") return [];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  return textExample(schema);
}

const FORMATS: Record<string, string> = {
  uuid: "00000000-0000-0000-0000-000000000000",
  "date-time": "2030-01-31T12:00:00Z",
  email: "name@example.com",
};

function textExample({ format, pattern, minLength = 0 }: JsonSchema): string {
  if (format && FORMATS[format]) return FORMATS[format];
  if (pattern?.startsWith("^[0-9]")) return "123456789";
  return "example".padEnd(minLength, "-example");
}
