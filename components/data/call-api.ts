/** An answer of the JSON API that says no. */
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

/**
 * Reads from the JSON API as the signed-in user.
 * @param path below `/api/v1`
 * @throws ApiError with the API's own words; `no_answer` when none came
 */
export function readApi<T>(path: string, signal?: AbortSignal): Promise<T> {
  return callJson<T>(`/api/v1${path}`, { signal });
}

/**
 * Changes something through the JSON API as the signed-in user.
 * @param path below `/api/v1`
 * @param idempotencyKey makes a repeated creation answer with what the first one created
 * @throws ApiError with the API's own words and fields; `no_answer` when none came
 */
export function changeApi<T>(
  method: "POST" | "PATCH" | "DELETE",
  path: string,
  body: unknown = {},
  { idempotencyKey }: { idempotencyKey?: string } = {},
): Promise<T> {
  return callJson<T>(`/api/v1${path}`, {
    method,
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
    },
  });
}

interface ErrorAnswer {
  error?: { code: string; message: string; details?: Record<string, unknown> };
}

/**
 * Asks one of our own routes and reads its JSON.
 * @throws ApiError with the route's own words; `no_answer` when none came
 */
export async function callJson<T>(url: string, init: RequestInit): Promise<T> {
  const headers = { accept: "application/json", ...init.headers };
  let res: Response;
  try {
    res = await fetch(url, { ...init, headers });
  } catch (err) {
    if (init.signal?.aborted) throw err;
    throw new ApiError(503, "no_answer", "Tributary does not answer. Check your connection.");
  }

  const answer = (await res.json().catch(() => null)) as (T & ErrorAnswer) | null;
  if (res.ok && answer) return answer;

  const { code, message, details } = answer?.error ?? {
    code: "unexpected",
    message: `The server answered ${res.status} without words.`,
  };
  throw new ApiError(
    res.status,
    code,
    message,
    details?.fields as Record<string, string> | undefined,
    details,
  );
}
