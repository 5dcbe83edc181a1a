import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { routeBraze } from "./braze/route";
import { sendPage } from "./control/page";
import { routeControl } from "./control/route";
import { DATA_CENTRES } from "./data-centre";
import { BodyTooLargeError, sendAnswer } from "./exchange";
import { routeHeap } from "./heap/route";
import { createSandboxState, type SandboxState } from "./state";

/** Longer than any caller keeps an idle connection, so that a connection never closes under a new call. */
const KEEP_ALIVE_MS = 120_000;

export type Sandbox = { url: string; port: number; state: SandboxState; close(): Promise<void> };

/**
 * Starts a Braze and a Heap on one port, each with two data centres: `/braze` and `/heap` of the United States,
 * `/braze-eu` and `/heap-eu` of the EU. `/control` sets them up and looks inside; `/` is a page that makes them send. Without a port the system picks a free one. Tests may read and set `state`, which the servers use, directly.
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startSandbox({ port = 0, host = "127.0.0.1" } = {}): Promise<Sandbox> {
  const state = createSandboxState();
  const server = createServer((req, res) => {
    route(state, req, res).catch((err: unknown) => answerError(res, err));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the sandbox has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    state,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((err) => (err ? reject(err) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function route(state: SandboxState, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", "http://sandbox");
  const [, half = ""] = url.pathname.split("/");
  const path = url.pathname.slice(half.length + 1);

  const at = DATA_CENTRES[half];
  if (at?.vendor === "braze") return routeBraze(state, at.dataCentre, path, req, res);
  if (at?.vendor === "heap") return routeHeap(state, at.dataCentre, path, req, res);
  if (half === "" && req.method === "GET") return sendPage(res);
  if (half === "control") return routeControl(state, path, url.searchParams, req, res);
  const known = [...Object.keys(DATA_CENTRES), "control"].map((name) => `/${name}`).join(", ");
  sendAnswer(res, { status: 404, body: { error: `Paths start with one of ${known}` } });
}

function answerError(res: ServerResponse, err: unknown): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }

  const status = err instanceof BodyTooLargeError ? 413 : 500;
  sendAnswer(res, { status, body: { message: err instanceof Error ? err.message : String(err) } });
}
