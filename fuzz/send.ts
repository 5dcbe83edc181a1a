import { Agent, request } from "node:http";
import type { Answer, FuzzCase } from "./case";

const ANSWER_TIMEOUT_SECONDS = 60;

/** Sends requests over HTTP to a running server, on connections that are used again. */
export function createHttpSender(url: string): {
  send(sent: FuzzCase): Promise<Answer | null>;
  close(): void;
} {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    send: (sent) =>
      new Promise((resolve) => {
        const { method, path, headers, body } = sent;
        const length =
          body.byteLength > 0 || method === "POST" ? { "content-length": String(body.byteLength) } : {};
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
        req.on("error", () => resolve(null));
        req.end(body);
      }),
    close: () => agent.destroy(),
  };
}
