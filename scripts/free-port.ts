import { createServer } from "node:net";

/** `wished` if it is free on loopback now, otherwise any free port. */
export async function freePort(wished = 0): Promise<number> {
  return (
    (await tryPort(wished)) ??
    (await tryPort(0)) ??
    Promise.reject(new Error("this machine has no free port"))
  );
}

async function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    // Without an address: a port in use on any address counts as taken.
    server.listen(port, () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : null));
    });
  });
}
