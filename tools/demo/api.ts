/** Calls the JSON API with an API key, as your own script would. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
}

/**
 * @throws Error with the API's own code and message when it refuses
 */
export function createApi(baseUrl: string, apiKey: string): Api {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const res = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = (await res.json()) as T & { error?: { code: string; message: string } };
    if (!res.ok)
      throw new Error(
        `${method} ${path}: ${answer.error?.code ?? res.status} ${answer.error?.message ?? ""}`,
      );
    return answer;
  }

  return {
    get: (path) => call("GET", path),
    post: (path, body = {}) => call("POST", path, body),
    patch: (path, body) => call("PATCH", path, body),
  };
}
