import type { JsonSchema } from "@/app/api/v1/openapi.json/convert-schemas";
import { IDEMPOTENCY_KEY } from "@/app/api/v1/read-request";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "@/lib/kernel/api/keyset";

/** The parameters that many operations share. */
export const sharedParameters = {
  limit: {
    name: "limit",
    in: "query",
    description: "The most items per page.",
    schema: { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE },
  },
  cursor: {
    name: "cursor",
    in: "query",
    description: "Where the page starts: the `nextCursor` of the previous page. Without it, the first page.",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "A key of your choice, new for each creation. A repeat with the same key and body creates nothing and returns what the first one created, without the secrets that are shown once.",
    schema: { type: "string", pattern: IDEMPOTENCY_KEY.source },
  },
};

/** The ids in an address. */
export function pathParameters(schema: JsonSchema) {
  return Object.entries(schema.properties ?? {}).map(([name, of]) => ({
    name,
    in: "path",
    required: true,
    schema: of,
  }));
}

/** The fields of a query; `limit` and `cursor` are the shared ones. */
export function queryParameters(schema: JsonSchema) {
  return Object.entries(schema.properties ?? {}).map(([name, of]) => {
    if (name === "limit" || name === "cursor") return { $ref: `#/components/parameters/${name}` };

    const { description, ...rest } = of as JsonSchema;
    return {
      name,
      in: "query",
      ...(description && { description }),
      ...(schema.required?.includes(name) && { required: true }),
      schema: rest,
    };
  });
}
