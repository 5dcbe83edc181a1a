import { VendorError, type VendorErrorFields } from "@/lib/kernel/errors";
import { metrics } from "@/lib/kernel/metrics/registry";
import { traced } from "@/lib/kernel/tracing/traced";
import { retryAfterSeconds } from "@/lib/vendors/vendor-retry-after";
import { vendorWords } from "@/lib/vendors/vendor-words";

/** Waiting longer than this for a call is worse than trying again. Neither vendor documents a time-out. */
const DEFAULT_TIMEOUT_SECONDS = 30;

/** Once the status is known, the body is only a message for people; it is worth waiting this long for. */
const BODY_TIMEOUT_SECONDS = 5;

/** Answers are read up to this size; neither vendor documents longer ones for the calls we make. */
const MAX_BODY_BYTES = 64 * 1024;

export interface VendorCall {
  vendor: VendorErrorFields["vendor"];
  /** The call's name in metrics and traces, which must not contain the address. */
  name:
    | "track"
    | "auth_token"
    | "add_user_properties"
    | "user_deletion"
    | "deletion_status"
    | "cohorts"
    | "cohorts_users"
    | "users_export_ids"
    | "users_delete"
    | "users_track";
  url: string;
  /** Sent as JSON; undefined for a call that only asks, which is a GET. */
  body?: unknown;
  headers?: Record<string, string>;
  /** All secrets of the call: none of them will appear in `words`. */
  secrets: readonly string[];
  /** Until the status arrives; the body then gets as long again, at most 5 seconds. */
  timeoutSeconds?: number;
  maxBodyBytes?: number;
  fetch?: typeof fetch;
}

export interface VendorAnswer {
  /** A 2xx status. */
  status: number;
  durationMs: number;
  /** The answer's body; cut short when it was too long, or broke off or stalled after the status. */
  body: string;
  /** False when `body` is only the beginning. */
  isComplete: boolean;
  /** The vendor's message: secrets removed, at most 500 characters. */
  words: string;
  headers: Headers;
}

/**
 * Posts JSON to a vendor, or asks it with a GET: the only place where either gateway touches the network.
 *
 * Any 2xx is an answer, whatever happens to its body. Redirects are not followed, since that would send the
 * credentials to another host.
 *
 * @param reasonOf a more precise reason for a refusal, from its status and its message.
 * @throws VendorError for every other status, and `no_answer` when no status came (in time).
 */
export async function callVendor(
  call: VendorCall,
  reasonOf?: (status: number, words: string) => string | undefined,
): Promise<VendorAnswer> {
  return traced(`${call.vendor} ${call.name}`, { role: "client" }, async (span) => {
    const startedMs = Date.now();
    let result = "unexpected";
    try {
      const answer = await callOnce(call, startedMs, reasonOf);
      result = "accepted";
      span?.setAttribute("status", answer.status);
      return answer;
    } catch (err) {
      if (err instanceof VendorError) {
        result = err.kind;
        if (err.status !== null) span?.setAttribute("status", err.status);
      }
      throw err;
    } finally {
      span?.setAttribute("result", result);
      metrics.vendorSeconds.observe(
        { vendor: call.vendor, call: call.name, result },
        (Date.now() - startedMs) / 1_000,
      );
    }
  });
}

async function callOnce(
  call: VendorCall,
  startedMs: number,
  reasonOf: Parameters<typeof callVendor>[1],
): Promise<VendorAnswer> {
  const timeoutSeconds = call.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const controller = new AbortController();
  const response = await send(call, controller, timeoutSeconds);

  const { body, isComplete } = await readBody(response, controller, {
    timeoutSeconds: Math.min(timeoutSeconds, BODY_TIMEOUT_SECONDS),
    maxBytes: call.maxBodyBytes ?? MAX_BODY_BYTES,
  });
  const words = vendorWords(body, call.secrets);
  const { status } = response;
  if (status >= 200 && status < 300) {
    return { status, durationMs: Date.now() - startedMs, body, isComplete, words, headers: response.headers };
  }

  throw new VendorError({
    vendor: call.vendor,
    kind: kindOf(status),
    status,
    words: words || `HTTP ${status} without a message`,
    retryAfterSeconds: retryAfterSeconds(status, response.headers, Date.now()),
    reason: reasonOf?.(status, words),
  });
}

async function send(
  call: VendorCall,
  controller: AbortController,
  timeoutSeconds: number,
): Promise<Response> {
  const timer = setTimeout(() => controller.abort(), timeoutSeconds * 1000);
  try {
    return await (call.fetch ?? fetch)(call.url, {
      method: call.body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", accept: "application/json", ...call.headers },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      redirect: "manual",
      signal: controller.signal,
    });
  } catch (err) {
    const words = controller.signal.aborted
      ? `No response within ${timeoutSeconds} s`
      : `No response: the connection failed${networkCode(err)}`;
    throw new VendorError({
      vendor: call.vendor,
      kind: "no_answer",
      status: null,
      words,
      retryAfterSeconds: null,
    });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The system's code of a network error, such as ` (ECONNREFUSED)`. The error's message is left out: it may quote the
 * call.
 */
function networkCode(err: unknown): string {
  const cause = err instanceof Error ? err.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? ` (${code})` : "";
}

async function readBody(
  response: Response,
  controller: AbortController,
  limits: { timeoutSeconds: number; maxBytes: number },
): Promise<{ body: string; isComplete: boolean }> {
  if (!response.body) return { body: "", isComplete: true };

  const timer = setTimeout(() => controller.abort(), limits.timeoutSeconds * 1000);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let body = "";
  let leftBytes = limits.maxBytes;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { body: body + decoder.decode(), isComplete: true };

      body += decoder.decode(value.subarray(0, leftBytes), { stream: true });
      leftBytes -= value.byteLength;
      if (leftBytes < 0) return { body, isComplete: false };
    }
  } catch {
    // The status is known and decides; if the body breaks off or stalls, we only lose its message.
    return { body, isComplete: false };
  } finally {
    clearTimeout(timer);
    // Releases the connection when the body was not read to its end; a stream that already failed rejects here.
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * The meaning of a status other than 2xx. 400, 413 and 422 blame the content, so the caller splits it. Sources: Braze
 * API errors (https://braze.com/docs/api/errors, 423 from the cohort import page); Heap documents only 200 and 400,
 * so the rest follows HTTP.
 */
function kindOf(status: number): VendorErrorFields["kind"] {
  if (status === 400 || status === 413 || status === 422) return "refused";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "not_found";
  if (status === 423) return "locked";
  if (status === 429) return "throttled";
  if (status === 408 || status >= 500) return "unavailable";
  return "unexpected";
}
