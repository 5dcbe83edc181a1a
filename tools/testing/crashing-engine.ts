/**
 * A process that runs an engine and kills itself, as `kill -9` would, in the middle of a run. crash.test.ts starts it
 * with the crash point as its argument; its effects go into the table `effect`.
 */

import { Inngest } from "inngest";
import pg from "pg";
import { embeddedClientOptions } from "@/inngest/embedded/embedded-fetch";
import { startEmbeddedEngine } from "@/inngest/embedded/engine";

/** The functions of the crashing process and of the one that takes over, which passes no crash point. */
export function crashFunctions(client: Inngest, pool: pg.Pool, crashPoint?: string) {
  const reach = (point: string) => {
    if (point === crashPoint) process.kill(process.pid, "SIGKILL");
  };
  const effect = (name: string) => pool.query("INSERT INTO effect (name) VALUES ($1)", [name]);

  const fn = client.createFunction(
    {
      id: "crashes",
      triggers: [{ event: "test/crash" }],
      concurrency: { key: "event.data.key", limit: 1 },
    },
    async ({ event, step }) => {
      const { n } = event.data;
      await step.run("first", () => effect(`${n} first`).then(() => n));
      reach("between steps");
      await step.run("second", async () => {
        reach("in a step");
        await effect(`${n} second`);
        reach("after a step's effect");
      });
      await step.sleep("rest", "1s");
      reach("after a sleep");
      await Promise.all(["left", "right"].map((side) => step.run(side, () => effect(`${n} ${side}`))));
      reach("before the end");
    },
  );
  return [fn];
}

if (process.argv[1]?.endsWith("crashing-engine.ts")) {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
  const client = new Inngest({ id: "crash", ...embeddedClientOptions(pool) });
  await startEmbeddedEngine({ pool, client, functions: crashFunctions(client, pool, process.argv[2]) });
}
