import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { eventually, settled, startTestEngine, testClient } from "../../tools/testing/run-engine";
import { shareOf } from "../lanes";

const client = testClient();

test("what runs each minute is not behind the work that a customer causes", async () => {
  let waitingAtTick = -1;
  const tick = client.createFunction({ id: "tick", triggers: [{ cron: "* * * * *" }] }, async () => {
    const { rows } = await pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM engine_event WHERE dispatched_at IS NULL",
    );
    if (waitingAtTick < 0) waitingAtTick = rows[0]?.count ?? 0;
  });
  const work = client.createFunction(
    { id: "work", triggers: [{ event: "test/work" }], concurrency: shareOf("deciding") },
    async () => {},
  );
  await (await startTestEngine(client, [tick, work])).stop();
  for (let n = 0; n < 150; n++) await client.send({ name: "test/work", data: { customerId: "noisy", n } });
  await pool.query("UPDATE engine_cron SET next_at = now() - interval '1 s'");

  await startTestEngine(client, [tick, work], { concurrencyJobs: 1 });
  await eventually(() => waitingAtTick >= 0);
  expect(waitingAtTick).toBeGreaterThan(75);
  await settled();
});
