import { connect, createServer, type Socket } from "node:net";
import { engineKind } from "@/lib/kernel/env";
import { freePort } from "../../scripts/free-port";
import { hostToListenOn } from "../../scripts/server";

/**
 * The demonstration's port too, if it is free: Inngest's server takes each address for an app of its own
 * (https://github.com/inngest/inngest/blob/main/pkg/devserver/api.go, `register`), and would go on calling those of earlier runs.
 */
const PORT = 3000;

/** An answer, since clients that see only a closed connection may try again at once, forever. */
const NOBODY = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/** One address for several processes of the app, some of which may be gone. */
export interface Balancer {
  /** What the processes need to tell Inngest this address. */
  variables: { INNGEST_SERVE_ORIGIN: string };
  /** One more process, by its port. One that is gone is left out until it listens again. */
  add(port: number): void;
  close(): Promise<void>;
}

/**
 * Starts the one address at which Inngest calls the functions, whichever process registered last. Passes each connection on to the next
 * process that takes it; while there is none, it is answered 503. With INNGEST_SERVE_ORIGIN, for an Inngest that reaches this machine by
 * another name, it listens at that one's port.
 * @returns null with the embedded engine, which calls nobody
 */
export async function startBalancer(): Promise<Balancer | null> {
  if (engineKind() === "embedded") return null;

  const ports: number[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => {}).on("close", () => sockets.delete(client));
    const first = connections++;
    passOn(
      client,
      ports.map((_, place) => ports[(first + place) % ports.length] as number),
    );
  });
  const told = process.env.INNGEST_SERVE_ORIGIN;
  const port = told === undefined ? await freePort(PORT) : portOf(told);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, hostToListenOn(), resolve);
  });

  return {
    variables: { INNGEST_SERVE_ORIGIN: told ?? `http://127.0.0.1:${port}` },
    add: (appPort) => void ports.push(appPort),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function portOf(origin: string): number {
  const { port, protocol } = new URL(origin);
  return Number(port) || (protocol === "https:" ? 443 : 80);
}

/** Connects a client with the first of these ports that takes it. */
function passOn(client: Socket, [port, ...others]: readonly number[]): void {
  if (port === undefined) {
    client.resume().end(NOBODY);
    return;
  }
  const app = connect({ port, host: "127.0.0.1", noDelay: true });
  let isConnected = false;
  client.once("close", () => app.destroy());
  app.once("connect", () => {
    isConnected = true;
    client.pipe(app).pipe(client);
  });
  app
    .on("error", () => {})
    .on("close", () => {
      if (client.destroyed) return;
      if (isConnected) client.destroy();
      else passOn(client, others);
    });
}
