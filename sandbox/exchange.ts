import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { Fault } from "./faults";

/**
 * Largest request body accepted. Neither vendor publishes its limit; a full Heap call of 1,000 events is far smaller.
 */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** One answer of a vendor: status, extra headers, JSON body. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** The request body is larger than the sandbox accepts. */
export class BodyTooLargeError extends Error {}

/** Reads the whole body as text and unpacks gzip. @throws BodyTooLargeError */
export async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;

  for await (const chunk of req) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLargeError("body too large");
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks);
  return (req.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8");
}

/** Sends an answer as JSON. */
export function sendAnswer(res: ServerResponse, answer: Answer): void {
  const body = JSON.stringify(answer.body);
  res.writeHead(answer.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...answer.headers,
  });
  res.end(body);
}

/**
 * Performs a call under the fault that hits it, if any. `perform` carries out the call and returns the vendor's
 * regular answer; the fault decides whether it runs at all and how much of the answer the caller sees.
 */
export async function answerUnderFault(
  res: ServerResponse,
  fault: Fault | undefined,
  clientSecret: string,
  perform: () => Answer,
): Promise<void> {
  if (!fault) return sendAnswer(res, perform());
  if (fault.latencyMs) await delay(fault.latencyMs);
  await fault.until;

  switch (fault.mode) {
    case "latency":
      return sendAnswer(res, perform());
    case "status":
      return sendAnswer(res, faultAnswer(fault, clientSecret));
    case "drop_before":
      res.destroy();
      return;
    case "drop_after":
      perform();
      res.destroy();
      return;
    case "half_answer":
      return sendHalf(res, perform());
    case "silent_before":
      return;
    case "silent_after":
      perform();
      return;
  }
}

function faultAnswer(fault: Fault, clientSecret: string): Answer {
  const body = JSON.stringify(fault.body ?? { message: `sandbox fault ${fault.status}` });
  const answer: Answer = {
    status: fault.status ?? 500,
    body: JSON.parse(body.replaceAll("{client_secret}", () => JSON.stringify(clientSecret).slice(1, -1))),
  };
  if (fault.retryAfterSeconds !== undefined) {
    answer.headers = { "retry-after": String(fault.retryAfterSeconds) };
  }
  return answer;
}

function sendHalf(res: ServerResponse, answer: Answer): void {
  const body = JSON.stringify(answer.body);
  res.writeHead(answer.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...answer.headers,
  });
  // Destroying the socket at once would also lose the half that should arrive.
  res.write(body.slice(0, Math.floor(body.length / 2)), () => res.destroy());
}
