/** An answer of the JSON API that says no. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads from the JSON API as the signed-in user.
 * @param path below `/api/v1`
 * @throws ApiError with the API's own words; `no_answer` when none came
 */
export async function readApi<T>(path: string, signal?: AbortSignal): Promise<T> {
  let res: Response;
  try {
    res = await fetch(`/api/v1${path}`, { signal, headers: { accept: "application/json" } });
  } catch (err) {
    if (signal?.aborted) throw err;
    throw new ApiError(503, "no_answer", "Tributary does not answer. Check your connection.");
  }

  const answer = (await res.json().catch(() => null)) as
    | (T & { error?: { code: string; message: string } })
    | null;
  if (res.ok && answer) return answer;
  throw new ApiError(
    res.status,
    answer?.error?.code ?? "unexpected",
    answer?.error?.message ?? `The server answered ${res.status} without words.`,
  );
}
