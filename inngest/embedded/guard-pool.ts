import type { Pool } from "pg";
import { log } from "@/lib/kernel/log";

const guarded = new WeakSet<Pool>();

/**
 * Keeps a lost connection from ending the process: `pg` throws the "error" event of a client without a listener, even
 * while the client is in use. Its user finds out from the next query.
 */
export function guardPool(pool: Pool): void {
  if (guarded.has(pool)) return;
  guarded.add(pool);

  const report = (err: Error) => log.warn({ reason: err.message }, "A database connection was lost.");
  pool.on("error", report);
  pool.on("connect", (client) => {
    client.on("error", report);
  });
}
