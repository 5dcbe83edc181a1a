import { type AddressInfo, connect, createServer } from "node:net";

/** The address that Braze and Heap know, whichever process is behind it: what a load balancer does in an upgrade. */
export interface PublicAddress {
  url: string;
  /** Leads new connections to this port; those that are open stay where they are. */
  leadTo(port: number): void;
  close(): void;
}

/** Opens the address on loopback. Until `leadTo` it refuses. */
export async function openPublicAddress(): Promise<PublicAddress> {
  let target: number | null = null;
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    if (target === null) return void client.destroy();

    const upstream = connect(target, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (port) => {
      target = port;
    },
    close: () => server.close(),
  };
}
