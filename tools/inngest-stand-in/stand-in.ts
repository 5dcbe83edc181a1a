import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { inngest } from "@/inngest/client";
import { createEmbeddedFetch } from "@/inngest/embedded/embedded-fetch";
import { startEmbeddedEngine } from "@/inngest/embedded/engine";
import { functions } from "@/inngest/functions";
import { pool } from "@/lib/kernel/database";

const REGISTER_PATH = "/fn/register";
const EVENTS_PATH = "/e/";

export interface StandIn {
  url: string;
  close(): Promise<void>;
}

/**
 * Plays an Inngest server on this machine, with the engine and the database of this process: takes the list of functions and the events
 * that an app posts, and calls its functions over HTTP, unsigned, as Inngest's dev server does. Like the server, it counts a call
 * that meets no app as an attempt that failed. It knows only the functions of this checkout.
 */
export async function startStandIn(): Promise<StandIn> {
  let served: string | null = null;
  const engine = await startEmbeddedEngine({
    pool,
    client: inngest,
    functions,
    handler: (req) => callApp(served, req),
  });
  const acceptEvents = createEmbeddedFetch(pool);

  const answer = async (req: IncomingMessage): Promise<Response> => {
    const url = new URL(req.url ?? "/", "http://stand-in");
    const body = await buffer(req);
    if (req.method !== "POST") return Response.json({});
    if (url.pathname.startsWith(EVENTS_PATH)) return acceptEvents(url, { method: "POST", body });
    if (url.pathname !== REGISTER_PATH) return Response.json({ error: "not played here" }, { status: 404 });

    served = (JSON.parse(body.toString()) as { url: string }).url;
    return Response.json({ ok: true, modified: true });
  };
  const server = createServer((req, res) => {
    answer(req).then(
      (response) => pass(response, res),
      (err: Error) => pass(Response.json({ error: err.message }, { status: 500 }), res),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await engine.stop();
      await pool.end();
    },
  };
}

async function callApp(served: string | null, req: Request): Promise<Response> {
  if (!served) return failed("no app has registered");
  const url = new URL(served);
  url.search = new URL(req.url).search;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: await req.text(),
    });
    // Read here, since an app that is killed breaks its answer off.
    return new Response(await response.arrayBuffer(), response);
  } catch (err) {
    return failed((err as Error).message);
  }
}

/** As the SDK says that a function threw and should be called again. */
function failed(message: string): Response {
  return Response.json({ name: "Error", message }, { status: 500 });
}

async function pass(response: Response, res: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  res.writeHead(response.status, { "content-type": "application/json" }).end(body);
}
