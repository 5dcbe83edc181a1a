import { setTimeout as pause } from "node:timers/promises";

/** How often a read is tried that the server is too busy for (503); a change may have happened, so it is not. */
const READ_ATTEMPTS = 6;

/** Calls the JSON API with an API key, as your own script would. */
export interface Api {
  /** Tries again, a few times, while the server says that it is too busy. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
}

/**
 * @throws Error with the API's own code and message when it refuses
 */
export function createApi(baseUrl: string, apiKey: string): Api {
  function send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async function read(path: string): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const res = await send("GET", path);
      if (res.status !== 503 || attempt === READ_ATTEMPTS) return res;
      await res.body?.cancel();
      await pause(Number(res.headers.get("retry-after") ?? 1) * 1_000);
    }
  }

  async function answerOf<T>(method: string, path: string, sent: Promise<Response>): Promise<T> {
    const res = await sent;
    const answer = (await res.json()) as T & { error?: { code: string; message: string } };
    if (!res.ok)
      throw new Error(
        `${method} ${path}: ${answer.error?.code ?? res.status} ${answer.error?.message ?? ""}`,
      );
    return answer;
  }

  return {
    get: (path) => answerOf("GET", path, read(path)),
    post: (path, body = {}) => answerOf("POST", path, send("POST", path, body)),
    patch: (path, body) => answerOf("PATCH", path, send("PATCH", path, body)),
  };
}
