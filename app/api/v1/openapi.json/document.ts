import { z } from "zod";
import { sessionCookieName } from "@/app/api/auth/cookies";
import { type PlacedOperation, readOperations } from "@/app/api/v1/operations";
import { convertSchemas, type JsonSchema } from "./convert-schemas";
import { tagOf, tags } from "./groups";
import { pathParameters, queryParameters, sharedParameters } from "./parameters";
import { refusalComponents, responsesOf } from "./responses";

const DESCRIPTION = `A script can use everything that the portal’s screens use.

Send an API key as a bearer token. A change by session cookie must come from Tributary’s own pages. The roles are, each with the rights of those before it: \`viewer\` reads, \`csm\` changes, \`admin\` manages the team; an operation needs the one that its security requirement names.

Unknown fields and parameters are refused. Responses may gain fields. Anything that belongs to another customer gets a 404, as if it did not exist. Times are ISO 8601 in UTC. A change names the \`version\` it saw, and is a \`conflict\` if someone else changed it first.

Lists return \`items\` and \`nextCursor\`, which is null on the last page; pass it as \`cursor\` to get the next one.`;

let made: ReturnType<typeof makeDocument> | undefined;

/** The document, created once: the routes do not change while a process lives. */
export function readDocument(): Promise<ApiDocument> {
  made ??= makeDocument();
  return made;
}

/**
 * The OpenAPI 3.1 document of the API (https://spec.openapis.org/oas/v3.1.1.html), made from the routes' definitions.
 */
export async function makeDocument() {
  const operations = await readOperations();
  const answers = convertSchemas(
    schemasOf(operations, ({ operation: { answer } }) => answer),
    "output",
  );
  const queries = convertSchemas(
    schemasOf(operations, ({ operation: { query } }) => query),
    "input",
  );
  const params = convertSchemas(
    schemasOf(operations, ({ operation: { params } }) => params),
    "input",
  );
  const bodies = convertSchemas(
    schemasOf(operations, ({ operation: { body } }) => body),
    "input",
  );

  const paths: Record<string, Record<string, ReturnType<typeof describeOperation>>> = {};
  for (const placed of operations) {
    const of = ({ schemas }: { schemas: Record<string, JsonSchema> }) => schemas[keyOf(placed)];
    const parts = { answer: of(answers), query: of(queries), params: of(params), body: of(bodies) };
    paths[placed.path] = {
      ...paths[placed.path],
      [placed.method.toLowerCase()]: describeOperation(placed, parts),
    };
  }

  return {
    openapi: "3.1.1",
    info: {
      title: "Tributary",
      version: "1",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v1" }],
    tags: tags.filter(({ name }) => operations.some(({ path }) => tagOf(path) === name)),
    paths,
    components: {
      schemas: { ...answers.components, ...refusalComponents.schemas } as Record<string, JsonSchema>,
      parameters: sharedParameters,
      headers: refusalComponents.headers,
      responses: refusalComponents.responses,
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, created on the API keys page." },
        session: { type: "apiKey", in: "cookie", name: sessionCookieName() },
      },
    },
  };
}

export type ApiDocument = Awaited<ReturnType<typeof makeDocument>>;
export type DocumentedOperation = ReturnType<typeof describeOperation>;

function describeOperation(
  placed: PlacedOperation,
  parts: Record<"answer" | "query" | "params" | "body", JsonSchema | undefined>,
) {
  const { method, path, operation } = placed;
  const parameters = [
    ...pathParameters(parts.params ?? {}),
    ...queryParameters(parts.query ?? {}),
    ...(operation.takesIdempotencyKey ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
  ];
  return {
    operationId: operationId(method, path),
    summary: operation.summary,
    ...(operation.description && { description: operation.description }),
    tags: [tagOf(path)],
    // The standard allows a requirement to name the role it needs.
    security: operation.role ? [{ apiKey: [operation.role] }, { session: [operation.role] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(parts.body && {
      requestBody: { required: true, content: { "application/json": { schema: parts.body } } },
    }),
    responses: responsesOf(placed, parts.answer ?? { type: "string" }),
  };
}

/** One kind of schema of all operations, by operation; operations without it are left out. */
function schemasOf(
  operations: readonly PlacedOperation[],
  pick: (placed: PlacedOperation) => z.ZodType | string | null,
): Record<string, z.ZodType> {
  const picked = operations.map((placed) => [keyOf(placed), pick(placed)] as const);
  return Object.fromEntries(
    picked.filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType),
  );
}

function keyOf({ method, path }: PlacedOperation): string {
  return `${method} ${path}`;
}

/**
 * A name for generated clients, as stable as the address: GET `/customers/{customerId}/sources` is
 * `getCustomerSources`, GET `/customers/{customerId}` is `getCustomer`.
 */
function operationId(method: string, path: string): string {
  const words = path.split("/").slice(1);
  const named = words.flatMap((word, place) => {
    if (word.startsWith("{")) return [];
    const isOfOne = words[place + 1]?.startsWith("{");
    return (isOfOne ? singular(word) : word).split(/[-.]/).map(capitalized);
  });
  return method.toLowerCase() + named.join("");
}

function singular(word: string): string {
  return word.replace(/(?:(?<=ch|sh|x)es|s)$/, "");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
