/** A refusal by the JSON API. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** What is wrong with each field of the input, by its name. */
    readonly fields: Readonly<Record<string, string>> = {},
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

interface ErrorAnswer {
  error?: { code: string; message: string; details?: Record<string, unknown> };
}

/**
 * Calls one of our own routes and reads its JSON.
 * @throws ApiError with the route's own message; `no_answer` when none came
 */
export async function callJson<T>(url: string, init: RequestInit): Promise<T> {
  const headers = { accept: "application/json", ...init.headers };
  let res: Response;
  try {
    res = await fetch(url, { ...init, headers });
  } catch (err) {
    if (init.signal?.aborted) throw err;
    throw new ApiError(503, "no_answer", "Tributary is not responding. Check your connection.");
  }

  const answer = (await res.json().catch(() => null)) as (T & ErrorAnswer) | null;
  if (res.ok && answer) return answer;

  const { code, message, details } = answer?.error ?? {
    code: "unexpected",
    message: `The server answered ${res.status} without a message.`,
  };
  throw new ApiError(
    res.status,
    code,
    message,
    details?.fields as Record<string, string> | undefined,
    details,
  );
}
