import { createServer, type IncomingHttpHeaders } from "node:http";
import { readText } from "../exchange";

/** One request as it arrived. */
export type Received = { headers: IncomingHttpHeaders; text: string };

export type TinyReceiver = { url: string; received: Received[]; close(): Promise<void> };

/** A receiver for sender tests: `decide` picks the status of each request, or "cut" to break the connection. */
export async function startTinyReceiver(
  decide: (request: Received, number: number) => number | "cut",
): Promise<TinyReceiver> {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    const request = { headers: req.headers, text: await readText(req) };
    received.push(request);

    const status = decide(request, received.length);
    if (status === "cut") res.destroy();
    else res.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the receiver has no port");
  return {
    url: `http://127.0.0.1:${address.port}/receive`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
