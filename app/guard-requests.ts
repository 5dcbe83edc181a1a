import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";
import { z } from "zod";
import { ADDRESS_HEADER, findClientAddress } from "@/app/api/auth/client-address";
import { type Env, env } from "@/lib/kernel/env";
import { processPhase } from "@/lib/kernel/process-phase";

/**
 * How long a request may take to arrive completely. Far more than the largest body needs on any line that Braze or
 * Heap would use; Node answers slower ones 408 and ends the connection.
 */
const REQUEST_TIMEOUT_SECONDS = 120;

const ROUTER_STATE_HEADER = "next-router-state-tree";

interface Started {
  request: IncomingMessage;
  server: Server;
}

/**
 * Prepares every request before Next sees it, in any server of this process: records where it comes from, limits how
 * long it may take to arrive, keeps its connection open, and makes its method, path and router header readable for
 * Next. While the process waits for migrations, every request but one for `/api/live` is answered with its health.
 * Node announces each request on this channel (https://nodejs.org/api/diagnostics_channel.html#http), so that we need
 * no server of our own.
 */
export function guardRequests(): void {
  const trustedProxies = countTrustedProxies(env());
  const keepAliveMs = env().KEEP_ALIVE_SECONDS * 1_000;
  subscribe("http.server.request.start", (message) => {
    const { request, server } = message as Started;
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
