import type { JsonSchema } from "@/app/api/v1/openapi.json/convert-schemas";
import { type ApiDocument, type DocumentedOperation, readDocument } from "@/app/api/v1/openapi.json/document";

/** An operation of the document with its address, and all references in its parameters and answers resolved. */
export interface ReferenceOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | undefined;
  /** Null: it needs no sign-in. */
  role: string | null;
  parameters: Parameter[];
  body: JsonSchema | null;
  answer: { status: string; contentType: string; schema: JsonSchema };
  refusals: { status: string; description: string }[];
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}

export interface ReferenceGroup {
  /** Its part of the address: `api-keys`. */
  slug: string;
  title: string;
  description: string;
  operations: ReferenceOperation[];
}

/** The document as the reference shows it: by heading, in reading order. */
export async function readReference(): Promise<{ document: ApiDocument; groups: ReferenceGroup[] }> {
  const document = await readDocument();
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const groups = document.tags.map(({ name, description }) => ({
    slug: name.toLowerCase().replaceAll(" ", "-"),
    title: name,
    description,
    operations: all
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ method, path, operation }) => resolve(document, method, path, operation)),
  }));
  return { document, groups };
}

function resolve(
  document: ApiDocument,
  method: string,
  path: string,
  operation: DocumentedOperation,
): ReferenceOperation {
  const responses = Object.entries(operation.responses) as [string, Response | { $ref: string }][];
  const resolved = responses.map(([status, of]) => ({ status, ...(follow(document, of) as Response) }));
  const success = resolved.find(({ status }) => status.startsWith("2"));
  const [contentType = "", { schema = {} } = {}] = Object.entries(success?.content ?? {})[0] ?? [];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description,
    role: operation.security[0]?.apiKey?.[0] ?? null,
    parameters: (operation.parameters ?? []).map((parameter) => follow(document, parameter) as Parameter),
    body: operation.requestBody?.content["application/json"].schema ?? null,
    answer: { status: success?.status ?? "200", contentType, schema: schema as JsonSchema },
    refusals: resolved.filter(({ status }) => !status.startsWith("2")),
  };
}

interface Response {
  description: string;
  content: Record<string, { schema: JsonSchema }>;
}

/** The target of a reference, or the thing itself. */
function follow(document: ApiDocument, of: object): object {
  if (!("$ref" in of)) return of;
  const keys = String(of.$ref).split("/").slice(1);
  return keys.reduce<object>((at, key) => (at as Record<string, object>)[key] ?? {}, document);
}
