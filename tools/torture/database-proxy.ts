import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { ClientMessages, endsReady } from "./client-messages";

/**
 * Where to hold a connection of the app.
 * - `before`: the statement never reaches PostgreSQL.
 * - `after`: PostgreSQL has run it, but the app is never told.
 * - `before commit`, `after commit`: the same for the COMMIT of the transaction that ran the statement.
 */
export interface Hold {
  when: "before" | "after" | "before commit" | "after commit";
  statement: RegExp;
}

export interface DatabaseProxy {
  port: number;
  /** Holds the first connection that comes to this point, forever. Resolves once it is held. */
  hold(point: Hold): Promise<void>;
  /** Cancels a hold that no connection came to. */
  unhold(): void;
  /** Cuts every connection and refuses new ones until `restore`. */
  cut(): void;
  /** Passes nothing on in either direction until `restore`: a network that swallows everything. */
  stall(): void;
  restore(): void;
  close(): Promise<void>;
}

interface Armed extends Hold {
  held(): void;
}

/** Everything the connections of one proxy share. */
interface Line {
  port: number;
  armed: Armed | null;
  state: "whole" | "cut" | "stalled";
  sockets: Set<Socket>;
}

/**
 * A proxy between an app and the PostgreSQL on `databasePort` of this machine. It passes every byte on unchanged and
 * can stop at a named statement, so that we reach the moments between store, call and record without a hook in the
 * app.
 */
export async function startDatabaseProxy(databasePort: number): Promise<DatabaseProxy> {
  const line: Line = { port: databasePort, armed: null, state: "whole", sockets: new Set() };
  const server = createServer((client) => {
    client.on("error", () => {});
    if (line.state === "cut") client.destroy();
    else passOn(line, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: portOf(server),
    hold: (point) =>
      new Promise((resolve) => {
        line.armed = { ...point, held: resolve };
      }),
    unhold: () => {
      line.armed = null;
    },
    cut: () => {
      line.state = "cut";
      for (const socket of line.sockets) socket.destroy();
    },
    stall: () => {
      line.state = "stalled";
      for (const socket of line.sockets) socket.pause();
    },
    restore: () => {
      line.state = "whole";
      for (const socket of line.sockets) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of line.sockets) socket.destroy();
      }),
  };
}

function passOn(line: Line, client: Socket): void {
  const database = dial({ port: line.port, host: "127.0.0.1", noDelay: true });
  client.setNoDelay(true);
  const messages = new ClientMessages();
  let transaction: string[] | null = null;
  let isHeld = false;
  let unheard: { answers: Buffer; held: () => void } | null = null;

  client.on("data", (chunk: Buffer) => {
    for (const { bytes, statement } of messages.read(chunk)) {
      if (isHeld) return;
      const point = statement === null ? null : reached(line.armed, statement, transaction ?? []);
      if (point) line.armed = null;
      if (point?.when.startsWith("before")) {
        isHeld = true;
        point.held();
        return;
      }
      if (point) unheard = { answers: Buffer.alloc(0), held: point.held };

      if (statement !== null) transaction = transactionAfter(transaction, statement);
      database.write(bytes);
    }
  });
  database.on("data", (chunk: Buffer) => {
    if (!unheard) return void client.write(chunk);

    unheard.answers = Buffer.concat([unheard.answers, chunk]);
    if (!endsReady(unheard.answers)) return;
    unheard.held();
  });

  join(line, client, database);
  join(line, database, client);
}

/**
 * If one side closes, so does the other: a killed app's session ends in PostgreSQL, and a dead PostgreSQL's in the
 * app.
 */
function join(line: Line, socket: Socket, other: Socket): void {
  line.sockets.add(socket);
  if (line.state === "stalled") socket.pause();
  socket.on("error", () => {});
  socket.once("close", () => {
    line.sockets.delete(socket);
    other.destroy();
  });
}

function reached(armed: Armed | null, statement: string, transaction: readonly string[]): Armed | null {
  if (!armed) return null;
  if (!armed.when.endsWith("commit")) return armed.statement.test(statement) ? armed : null;
  if (!/^\s*COMMIT/i.test(statement)) return null;
  return transaction.some((earlier) => armed.statement.test(earlier)) ? armed : null;
}

/** The statements of the current transaction, this one included; null outside of one. */
function transactionAfter(transaction: string[] | null, statement: string): string[] | null {
  if (/^\s*BEGIN/i.test(statement)) return [];
  if (/^\s*(COMMIT|ROLLBACK)\s*;?\s*$/i.test(statement)) return null;
  return transaction && [...transaction, statement];
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return address.port;
}
