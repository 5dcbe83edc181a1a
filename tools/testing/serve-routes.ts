import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

type Handler = (req: Request, context: { params: Promise<{ token: string }> }) => Promise<Response>;

/**
 * A real HTTP server on a free port for addresses such as those that Braze and Heap post to, `/api/<name>/<token>`: bodies
 * arrive on connections, as they do at the product.
 */
export async function serveRoutes(
  routes: Record<string, Handler>,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(async (incoming, outgoing) => {
    const [, , name = "", token = ""] = (incoming.url ?? "").split("/");
    const init = {
      method: incoming.method,
      headers: Object.entries(incoming.headers).map(([key, value]) => [key, String(value)]),
      ...(incoming.method !== "GET" && { body: Readable.toWeb(incoming), duplex: "half" }),
    } as unknown as RequestInit;
    const req = new Request(`http://127.0.0.1${incoming.url}`, init);
    const res = await routes[name]?.(req, { params: Promise.resolve({ token }) });
    outgoing.writeHead(res?.status ?? 404, Object.fromEntries(res?.headers ?? []));
    outgoing.end(res ? Buffer.from(await res.arrayBuffer()) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
