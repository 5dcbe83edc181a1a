import type { Schema } from "./described";

/** One call of the JSON API: `GET /customers/{customerId}`, with its body and its query as described. */
export interface ApiCall {
  method: string;
  path: string;
  body: Schema | null;
  query: Record<string, Schema>;
}

interface Parameter {
  name: string;
  in: string;
  schema: Schema;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters: Record<string, Parameter> };
}

interface Operation {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/**
 * Every call of the API, read from the server's own description. Another test checks that the description is
 * complete.
 * @throws Error when the server does not return one
 */
export async function readApiCalls(url: string): Promise<ApiCall[]> {
  const answer = await fetch(`${url}/api/v1/openapi.json`);
  if (!answer.ok) throw new Error(`the API's description was answered ${answer.status}`);

  const { paths, components } = (await answer.json()) as Description;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const parameters = (operation.parameters ?? []).map((parameter) =>
        "$ref" in parameter ? components.parameters[parameter.$ref.split("/").at(-1) ?? ""] : parameter,
      );
      const query = parameters.flatMap((one) =>
        one?.in === "query" ? [[one.name, one.schema] as const] : [],
      );
      return {
        method: method.toUpperCase(),
        path,
        body: operation.requestBody?.content["application/json"]?.schema ?? null,
        query: Object.fromEntries(query),
      };
    }),
  );
}
