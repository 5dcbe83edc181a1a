import diagnostics from "node:diagnostics_channel";
import type { Server } from "node:http";

/** Time between two checks for connections that have become idle. */
const LOOK_EACH_MS = 50;

let server: Server | undefined;

/**
 * Next keeps its server private; Node names it with each request (diagnostics channel `http.server.request.start`).
 */
export function findHttpServer(): void {
  const note = (message: unknown): void => {
    server = (message as { server: Server }).server;
    diagnostics.unsubscribe("http.server.request.start", note);
  };
  diagnostics.subscribe("http.server.request.start", note);
}

/**
 * Accepts no more connections and resolves when every request under way is answered, after `limitMs` at the latest.
 * Resolves at once if no request ever came.
 */
export async function closeHttpServer(limitMs: number): Promise<void> {
  const closing = server;
  if (!closing?.listening) return;

  const look = setInterval(() => closing.closeIdleConnections(), LOOK_EACH_MS);
  const late = new Promise<void>((resolve) => setTimeout(resolve, limitMs).unref());
  await Promise.race([new Promise<void>((resolve) => closing.close(() => resolve())), late]);
  clearInterval(look);
}
