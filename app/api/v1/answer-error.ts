import { isDatabaseFailure } from "@/lib/kernel/api/database-failure";
import { currentRequestId } from "@/lib/kernel/current-work";
import { type ErrorCode, TributaryError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { BodyTooLarge } from "./read-request";

/** What is refused because too much is asked has room again soon. */
const RETRY_SECONDS = 10;

/** The status for each code. */
export const STATUSES: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit_reached: 409,
  unavailable: 503,
};

/**
 * The one error shape of the API: `{ "error": { "code", "message", "details?" } }`.
 * @param path the address in logs; a route with a token in its address passes its own
 */
export function answerError(err: unknown, req: Request, { path = pathOf(req) } = {}): Response {
  if (err instanceof TributaryError) {
    const { code, message, details } = err;
    return errorAnswer(STATUSES[code], { code, message, ...(details && { details }) });
  }
  if (err instanceof BodyTooLarge) {
    return errorAnswer(413, { code: "invalid", message: err.message });
  }
  if (isUnusableValue(err)) {
    const message = "A value in the request cannot be used: a cursor, number or text is out of range.";
    return errorAnswer(400, { code: "invalid", message });
  }
  if (isDatabaseFailure(err)) {
    log.error({ path, err }, "the database did not answer an API request");
    const message = "The database is not responding. Try again in a moment.";
    return errorAnswer(503, { code: "unavailable", message });
  }

  log.error({ method: req.method, path, err }, "an API request failed");
  const requestId = currentRequestId();
  return errorAnswer(500, {
    code: "unexpected",
    message: `Something went wrong on our side. It is in the log as ${requestId}.`,
    details: { requestId },
  });
}

/** PostgreSQL's error class 22, data exceptions: a NUL in a text, a number beyond its type. */
function isUnusableValue(err: unknown): boolean {
  return err instanceof Error && "code" in err && /^22[0-9A-Z]{3}$/.test(String(err.code));
}

/** Answers an error; never cached. */
export function errorAnswer(
  status: number,
  error: { code: ErrorCode | "unexpected"; message: string; details?: Record<string, unknown> },
): Response {
  const headers = answerHeaders();
  if (status === 503) headers["retry-after"] = String(RETRY_SECONDS);
  return Response.json({ error }, { status, headers });
}

/** What every answer of the API has: no caching, and a request id to find it in the log. */
export function answerHeaders(): Record<string, string> {
  return { "cache-control": "no-store", "x-request-id": currentRequestId() };
}

function pathOf(req: Request): string {
  return new URL(req.url).pathname;
}
