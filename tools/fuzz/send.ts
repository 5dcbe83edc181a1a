import { Agent, request } from "node:http";
import type { Answer, FuzzCase } from "./case";

const ANSWER_TIMEOUT_SECONDS = 60;

/** Sends requests over HTTP to a running server, on connections that are reused. */
export function createHttpSender(
  url: string,
  { connections = 64 } = {},
): {
  send(sent: FuzzCase): Promise<Answer | null>;
  close(): void;
} {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function send({ method, path, headers, body }: FuzzCase, isRetry = false): Promise<Answer | null> {
    return new Promise((resolve) => {
      const length = body.byteLength > 0 || method === "POST" ? { "content-length": body.byteLength } : {};
      const req = request(
        { agent, hostname, port, method, path, headers: { ...headers, ...length } },
        (res) => {
          const chunks: Buffer[] = [];
          res.on("data", (chunk: Buffer) => chunks.push(chunk));
          res.on("error", () => resolve(null));
          res.on("end", () => {
            resolve({
              status: res.statusCode ?? 0,
              headers: res.headers,
              body: Buffer.concat(chunks).toString("utf8"),
            });
          });
        },
      );
      req.setTimeout(ANSWER_TIMEOUT_SECONDS * 1_000, () => req.destroy());
      req.on("error", (err: NodeJS.ErrnoException) => {
        // The server may close an idle connection just as we reuse it; every sender then tries once more
        // (https://nodejs.org/api/http.html#requestreusedsocket).
        const wasIdle = req.reusedSocket && err.code === "ECONNRESET" && !isRetry;
        resolve(wasIdle ? send({ method, path, headers, body } as FuzzCase, true) : null);
      });
      req.end(body);
    });
  }

  return { send: (sent) => send(sent), close: () => agent.destroy() };
}
