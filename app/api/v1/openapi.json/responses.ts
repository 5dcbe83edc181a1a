import { STATUSES } from "@/app/api/v1/answer-error";
import type { PlacedOperation } from "@/app/api/v1/operations";

/** Each status of a refusal: its name among the components, and its meaning. */
const REFUSALS: Record<number, { name: string; description: string }> = {
  400: {
    name: "Invalid",
    description:
      "`invalid`: the request cannot be used. `message` names the first field that is wrong, `details.fields` all of them.",
  },
  401: { name: "Unauthenticated", description: "`unauthenticated`: there is no valid API key or session." },
  403: {
    name: "Forbidden",
    description:
      "`forbidden`: the role is too low, or a change by session cookie did not come from Tributary’s own pages.",
  },
  404: {
    name: "NotFound",
    description: "`not_found`: it does not exist, or it belongs to another customer.",
  },
  409: {
    name: "Conflict",
    description:
      "`conflict`: the state does not allow it, or someone changed it since the `version` that was sent. `limit_reached`: a limit has been reached; `message` names it.",
  },
  413: { name: "TooLarge", description: "`invalid`: the body is too large." },
  500: {
    name: "Unexpected",
    description: "`unexpected`: our fault. Find it in the log by the request ID in `details`.",
  },
  503: {
    name: "Unavailable",
    description: "`unavailable`: the database is not responding. Try again in a moment.",
  },
};

const requestId = { "X-Request-Id": { $ref: "#/components/headers/RequestId" } };

/** The components that the responses refer to. */
export const refusalComponents = {
  schemas: {
    Error: {
      type: "object",
      required: ["error"],
      properties: {
        error: {
          type: "object",
          required: ["code", "message"],
          properties: {
            code: { type: "string", enum: [...Object.keys(STATUSES), "unexpected"] },
            message: { type: "string", description: "What went wrong and what to do, for people." },
            details: { type: "object", description: "Details, depending on the code." },
          },
        },
      },
    },
  },
  headers: {
    RequestId: {
      description: "Find this request in the log by this ID.",
      schema: { type: "string", format: "uuid" },
    },
  },
  responses: Object.fromEntries(
    Object.values(REFUSALS).map(({ name, description }) => [
      name,
      {
        description,
        headers: requestId,
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    ]),
  ),
};

/** The answers of an operation: success, and every refusal it may give. */
export function responsesOf({ method, operation }: PlacedOperation, answerSchema: object) {
  const changes = method !== "GET";
  const mayMeet: Record<number, boolean> = {
    400: true,
    401: operation.role !== null,
    403: operation.role !== null && (changes || operation.role !== "viewer"),
    404: changes || Object.keys(operation.params.shape).length > 0,
    409: changes,
    413: operation.body !== null,
    500: true,
    503: true,
  };

  const isFile = typeof operation.answer === "string";
  return {
    [operation.status]: {
      description: operation.status === 201 ? "Created." : "Done.",
      headers: requestId,
      content: { [isFile ? String(operation.answer) : "application/json"]: { schema: answerSchema } },
    },
    ...Object.fromEntries(
      Object.entries(REFUSALS)
        .filter(([status]) => mayMeet[Number(status)])
        .map(([status, { name }]) => [status, { $ref: `#/components/responses/${name}` }]),
    ),
  };
}
