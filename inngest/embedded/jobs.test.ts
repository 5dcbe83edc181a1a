import { expect, test } from "vitest";
import { inTransaction, pool } from "@/lib/kernel/database";
import { testClient } from "@/tools/testing/run-engine";
import { debounceEvent } from "./debounce";
import { migrateJobs } from "./jobs";
import { readFunctions } from "./subset";

const client = testClient();

test("a wake-up that is postponed while a worker is taking its job is not lost", async () => {
  await migrateJobs(pool);
  const [fn] = readFunctions(client, [
    client.createFunction(
      {
        id: "calm",
        triggers: [{ event: "test/calm" }],
        debounce: { key: "event.data.key", period: "1s", timeout: "5s" },
      },
      () => {},
    ),
  ]);
  if (!fn) throw new Error("no function was read");
  const postpone = () =>
    inTransaction((sql) =>
      debounceEvent(sql, fn, { id: "e", name: "test/calm", data: { key: "k" }, ts: 0 }, "1"),
    );
  await postpone();

  const worker = await takeJob();
  const postponed = postpone();
  await worker.untilWaitedFor();
  await worker.commit();
  await postponed;

  const { rows } = await pool.query(
    "SELECT count(*)::int AS ready FROM graphile_worker.jobs WHERE locked_at IS NULL",
  );
  expect(rows).toEqual([{ ready: 1 }]);
});

/** Takes the only job as a worker of graphile-worker does, and commits that when told to. */
async function takeJob() {
  const connection = await pool.connect();
  await connection.query("BEGIN");
  await connection.query(
    "UPDATE graphile_worker._private_jobs SET attempts = attempts + 1, locked_by = 'worker', locked_at = now()",
  );
  return {
    async untilWaitedFor() {
      const waiting = () =>
        pool.query(
          `SELECT FROM pg_stat_activity
           WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
        );
      await expect.poll(async () => (await waiting()).rowCount).toBe(1);
    },
    async commit() {
      await connection.query("COMMIT");
      connection.release();
    },
  };
}
