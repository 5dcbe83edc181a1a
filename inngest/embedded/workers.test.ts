import pg from "pg";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { startDatabaseProxy } from "@/tools/torture/database-proxy";
import { eventually } from "../../tools/testing/run-engine";
import { migrateJobs } from "./jobs";
import { startWorkers } from "./workers";

test("workers that start while the database is away work once it is back", async () => {
  await migrateJobs(pool);
  const address = new URL(process.env.DATABASE_URL ?? "");
  const proxy = await startDatabaseProxy(Number(address.port));
  address.port = String(proxy.port);
  const away = new pg.Pool({ connectionString: address.href, max: 5 });
  away.on("error", () => {});
  let refusals = 0;
  let done = 0;
  const logger = { warn: () => {}, error: () => void refusals++ };

  proxy.cut();
  const workers = startWorkers(away, { "workers-test": async () => void done++ }, 2, logger);
  try {
    await eventually(() => refusals > 0);
    proxy.restore();
    await pool.query("SELECT graphile_worker.add_job('workers-test')");

    await eventually(() => done === 1);
    expect(done).toBe(1);
  } finally {
    await workers.stop();
    await away.end();
    await proxy.close();
  }
});
