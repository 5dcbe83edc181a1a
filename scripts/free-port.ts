import { createServer } from "node:net";

/** `wished` if it is free on loopback now, else any port that is. */
export async function freePort(wished = 0): Promise<number> {
  return (
    (await tryPort(wished)) ??
    (await tryPort(0)) ??
    Promise.reject(new Error("no port of this machine is free"))
  );
}

async function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    // Without an address, as Next listens: a port taken on any of them counts.
    server.listen(port, () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : null));
    });
  });
}
