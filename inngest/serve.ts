import { setTimeout as pause } from "node:timers/promises";
import { serve } from "inngest/edge";
import { log } from "@/lib/kernel/log";
import { inngestServeOrigin } from "@/lib/kernel/own-addresses";
import { inngest } from "./client";
import { functions } from "./functions";

/** Seconds between tries to register: Inngest may start after the app. */
const RETRY_SECONDS = [1, 2, 5, 10, 30];

const SERVE_PATH = "/api/inngest";

/**
 * How the functions are served. The address that Inngest is told comes from the configuration: whoever sends a request
 * with another `Host` could otherwise have every call sent there.
 */
export function serveOptions() {
  return { client: inngest, functions, serveOrigin: inngestServeOrigin(), servePath: SERVE_PATH };
}

/**
 * Tells Inngest, again and again until it listens, which functions there are and where. Requests from outside cannot do
 * that unsigned, so this process asks its own handler.
 * @param isStopping ends the tries
 */
export async function registerFunctions(isStopping: () => boolean): Promise<void> {
  const handler = serve({ ...serveOptions(), enableUnauthedSync: true });
  const address = new URL(SERVE_PATH, inngestServeOrigin());
  const headers = { host: address.host, "content-type": "application/json" };
  for (let tries = 0; !isStopping(); tries++) {
    const answer = await handler(new Request(address, { method: "PUT", headers, body: "{}" }));
    if (answer.ok) return;

    log.warn({ status: answer.status }, "Inngest has not taken the list of functions; trying again.");
    const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)] ?? 30;
    await pause(seconds * 1_000, undefined, { ref: false });
  }
}
