import pg from "pg";

/** A database that takes a connection and says nothing would be waited for without end. Long, because a busy one is slow. */
export const CONNECT_LIMIT_MS = 30_000;

/** A client for one task: it gives up a database that does not answer, and a connection that breaks ends only its statements. */
export function databaseClient(connectionString: string): pg.Client {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  client.on("error", () => {}); // the statement under way fails with it
  return client;
}
