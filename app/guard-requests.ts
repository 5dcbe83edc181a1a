import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { z } from "zod";
import { ADDRESS_HEADER, findClientAddress } from "@/app/api/auth/client-address";
import { type Env, env } from "@/lib/kernel/env";
import { processPhase } from "@/lib/kernel/process-phase";
import { openRequestQueue } from "./request-queue";

/**
 * How long a request may take to arrive completely. Far more than the largest body needs on any line that Braze or
 * Heap would use; Node answers slower ones 408 and ends the connection.
 */
const REQUEST_TIMEOUT_SECONDS = 120;

const ROUTER_STATE_HEADER = "next-router-state-tree";

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
  socket: Socket;
  server: Server;
}

/** The answer under way on each connection, and the servers that begin requests in turn. */
const lastOf = new WeakMap<Socket, ServerResponse>();
const gated = new WeakSet<Server>();

/**
 * Prepares every request before Next sees it, in any server of this process: records where it comes from, limits how
 * long it may take to arrive, keeps its connection open, makes its method, path and router header readable for
 * Next, and lets it begin when its turn comes (`request-queue.ts`). A connection that sends a second request before
 * the first is answered is ended: Node would begin every one that has arrived, and neither Braze, Heap, browsers nor
 * proxies do that (https://datatracker.ietf.org/doc/html/rfc9112#section-9.3.2 tells those who do to send again). While the process waits for migrations, every request but one for `/api/live` is answered with its health.
 * Node announces each request on this channel (https://nodejs.org/api/diagnostics_channel.html#http), so that we need
 * no server of our own.
 */
export function guardRequests(): void {
  const trustedProxies = countTrustedProxies(env());
  const keepAliveMs = env().KEEP_ALIVE_SECONDS * 1_000;
  const beginInTurn = openRequestQueue();
  subscribe("http.server.request.start", (message) => {
    const { request, response, socket, server } = message as Started;
    if (socket.destroyed) return;
    const last = lastOf.get(socket);
    if (last && last !== response && !last.writableFinished) return endConnection(socket);
    lastOf.set(socket, response);
    if (!gated.has(server)) {
      gated.add(server);
      takeTurns(server, beginInTurn);
      // Node has read its own five seconds for this answer before we could set ours.
      if (response.shouldKeepAlive) response.setHeader("Keep-Alive", `timeout=${keepAliveMs / 1_000}`);
    }
    server.requestTimeout = REQUEST_TIMEOUT_SECONDS * 1_000;
    // Longer than proxies keep theirs: one that sends just as we close would see a broken connection.
    server.keepAliveTimeout = keepAliveMs;
    request.url = readablePath(request.url ?? "/");
    // Without its tables everything else would fail in ways that tell nobody why.
    if (processPhase() === "starting" && request.url !== "/api/live") askForHealth(request);
    // Next fails on TRACE, which a `Request` cannot have; asked with OPTIONS, a route names its methods.
    if (request.method === "TRACE") request.method = "OPTIONS";

    const state = request.headers[ROUTER_STATE_HEADER];
    if (state !== undefined && !isRouterState(String(state))) delete request.headers[ROUTER_STATE_HEADER];

    const forwardedFor = request.headers["x-forwarded-for"]?.toString();
    const address = findClientAddress(forwardedFor, request.socket.remoteAddress, trustedProxies);
    request.headers[ADDRESS_HEADER] = address;
  });
}

/**
 * Ends a connection and stops reading what else has arrived on it: Node makes a request of each, and fifty connections with 500
 * of them would hold the event loop for most of a second. Its parser has no public way to stop, but takes 2 from whoever it tells
 * of a request to mean that no HTTP follows (`parserOnHeadersComplete` in Node's sources; the same in Node 20 to 24).
 */
function endConnection(socket: Socket): void {
  socket.destroy();
  const { parser } = socket as { parser?: { onIncoming: () => number } | null };
  if (parser) parser.onIncoming = () => 2;
}

/** In place of the server's own listeners, which Node is about to tell of the first request. */
function takeTurns(server: Server, beginInTurn: ReturnType<typeof openRequestQueue>): void {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // What else has arrived on a connection that was ended.
    if (request.socket.destroyed) return;
    void beginInTurn(request, response, () => {
      for (const listener of listeners) listener.call(server, request, response);
    });
  });
}

function askForHealth(request: IncomingMessage): void {
  request.url = "/api/health";
  request.method = "GET";
}

/**
 * An address that Next can read. What is not a path (`OPTIONS *`) becomes one. In broken percent-encoding, on which
 * Next fails with 500 as well, every percent sign is taken literally, and the path leads to a 404.
 */
export function readablePath(url: string): string {
  const target = /^(\/|https?:\/\/)/i.test(url) ? url : `/${url}`;
  const queryStart = target.search(/[?#]/);
  const path = queryStart < 0 ? target : target.slice(0, queryStart);
  try {
    decodeURIComponent(path);
    return target;
  } catch {
    return path.replaceAll("%", "%25") + (queryStart < 0 ? "" : target.slice(queryStart));
  }
}

/**
 * How many proxies a request passes, unless the operator says: one if people use https, since something must
 * terminate TLS for us, otherwise none.
 */
export function countTrustedProxies(given: Pick<Env, "TRUSTED_PROXIES" | "PUBLIC_URL">): number {
  return given.TRUSTED_PROXIES ?? (given.PUBLIC_URL.startsWith("https:") ? 1 : 0);
}

/** Next refuses a longer one; `next/dist/server/app-render/parse-and-validate-flight-router-state`. */
const MAX_LENGTH = 40_000;

const segment = z.union([
  z.string(),
  z.tuple([z.string(), z.string(), z.string(), z.array(z.string()).nullable()]),
]);

const routerState: z.ZodType = z.lazy(() =>
  z
    .tuple([segment, z.record(z.string(), routerState)])
    .rest(z.union([z.string(), z.number(), z.null(), z.tuple([z.string(), z.string()])])),
);

/**
 * Whether the header `Next-Router-State-Tree` is one that Next's own router could have sent. Next fails with 500 on
 * any other; a request without the header is answered as the first of a visit.
 */
export function isRouterState(header: string): boolean {
  if (header.length > MAX_LENGTH) return false;
  try {
    return routerState.safeParse(JSON.parse(decodeURIComponent(header))).success;
  } catch {
    return false;
  }
}
