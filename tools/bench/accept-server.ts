import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";

// The least a Node server can do with a batch: read its body, and call the verb that the Currents route calls.
const server = createServer(async (req, res) => {
  const token = req.url?.split("/").at(-1) ?? "";
  const accepted = await acceptBatch({ token, bearerToken: null, body: await bodyOf(req) });
  res.writeHead(accepted.kind === "stored" ? 200 : 500).end();
});

server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

function bodyOf(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => resolve(Buffer.concat(chunks)));
    req.on("error", reject);
  });
}
