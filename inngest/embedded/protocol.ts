import { z } from "zod";

/** The SDK's description of an error, in its own form (`serializeError`). Stored and handed back unchanged. */
export type WireError = {
  name: string;
  message: string;
  stack?: string | undefined;
  [field: string]: unknown;
};

const errorSchema = z
  .looseObject({ name: z.string().default("Error"), message: z.string().default("Unknown error") })
  .catch({ name: "Error", message: "Unknown error" });

const operationSchema = z.looseObject({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** What the SDK reports about one step. */
export type Operation =
  | { kind: "ran"; stepId: string; data: unknown }
  | { kind: "sleep"; stepId: string; name: string }
  | { kind: "planned"; stepId: string }
  | { kind: "threw"; stepId: string; error: WireError }
  | { kind: "failed"; stepId: string; error: WireError }
  | { kind: "unsupported"; name: string };

/** The SDK's answer to a call (docs/decisions/002-embedded-engine.md). */
export type Answer =
  | { kind: "returned" }
  | { kind: "steps"; operations: Operation[]; retryAfterMs: number | null }
  | { kind: "threw"; error: WireError; isRetriable: boolean; retryAfterMs: number | null };

export interface Call {
  functionId: string;
  /** Null to continue to the next new step; an id to run only that planned step. */
  stepId: string | null;
  runId: string;
  event: unknown;
  /** Finished steps by hashed id, in the form of the protocol; a finished sleep is null. */
  steps: Record<string, unknown>;
  /** Ids of finished steps in the order they finished. */
  stack: readonly string[];
  attempt: number;
  maxAttempts: number;
}

/** Calls a function once through the handler that the SDK's `serve()` returned. */
export async function callFunction(
  handler: (req: Request) => Promise<Response>,
  call: Call,
): Promise<Answer> {
  const url = new URL("http://embedded/api/inngest");
  url.searchParams.set("fnId", call.functionId);
  url.searchParams.set("stepId", call.stepId ?? "step");

  const body = {
    event: call.event,
    events: [call.event],
    steps: call.steps,
    version: 2,
    ctx: {
      run_id: call.runId,
      attempt: call.attempt,
      max_attempts: call.maxAttempts,
      disable_immediate_execution: call.stepId !== null,
      use_api: false,
      stack: { stack: call.stack, current: call.stack.length },
    },
  };
  const response = await handler(
    new Request(url, {
      method: "POST",
      headers: { host: url.host, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

  return readAnswer(response.status, response.headers, await response.text());
}

/** Reads an answer of the SDK; `nowMs` is for a `retry-after` that names a date. */
function readAnswer(status: number, headers: Headers, text: string, nowMs = Date.now()): Answer {
  if (status === 200) return { kind: "returned" };

  const retryAfterMs = readRetryAfter(headers.get("retry-after"), nowMs);
  if (status === 206) {
    const operations = z.array(operationSchema).parse(JSON.parse(text)).map(readOperation);
    return { kind: "steps", operations, retryAfterMs };
  }

  return {
    kind: "threw",
    error: errorSchema.parse(parseJson(text)),
    isRetriable: headers.get("x-inngest-no-retry") !== "true",
    retryAfterMs,
  };
}

function readOperation(operation: z.infer<typeof operationSchema>): Operation {
  const { id: stepId, op } = operation;

  if (op === "StepRun") return { kind: "ran", stepId, data: operation.data ?? null };
  if (op === "Sleep") return { kind: "sleep", stepId, name: operation.name ?? "" };
  if (op === "StepPlanned") return { kind: "planned", stepId };
  if (op === "StepError") return { kind: "threw", stepId, error: errorSchema.parse(operation.error) };
  if (op === "StepFailed") return { kind: "failed", stepId, error: errorSchema.parse(operation.error) };
  return { kind: "unsupported", name: op };
}

/** `retry-after` is a number of seconds or a date (SDK `RetryAfterError`). */
function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;

  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 500) };
  }
}
