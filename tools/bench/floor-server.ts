import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// The least a Node server can do with a batch: read its body and answer.
const server = createServer((req, res) => {
  req.on("data", () => {});
  req.on("end", () => res.setHeader("content-type", "application/json").end('{"ok":true}'));
});

server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
