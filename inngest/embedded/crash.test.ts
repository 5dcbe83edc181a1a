import { spawn } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { asOwner } from "@/tools/testing/owner";
import { crashFunctions } from "../../tools/testing/crashing-engine";
import { eventually, settled, startTestEngine, testClient } from "../../tools/testing/run-engine";

beforeAll(() =>
  asOwner("CREATE TABLE effect (name text NOT NULL); GRANT SELECT, INSERT ON effect TO PUBLIC"),
);

const crashPoints = [
  "between steps",
  "in a step",
  "after a step's effect",
  "after a sleep",
  "before the end",
];

test.each(crashPoints)(
  "a process killed with SIGKILL %s loses nothing, and frees its slot",
  async (point) => {
    await asOwner("TRUNCATE effect");
    const client = testClient("crash");
    const fixture = new URL("../../tools/testing/crashing-engine.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, ["--import", "tsx", fixture, point], {
      env: process.env,
      stdio: "ignore",
    });
    const exited = once(child, "exit");

    // The second waits for the slot that the first holds when its process dies.
    await client.send([1, 2].map((n) => ({ name: "test/crash", data: { key: "k", n } })));
    const [, signal] = await exited;
    expect(signal).toBe("SIGKILL");

    await startTestEngine(client, crashFunctions(client, pool));
    await settled();

    const { rows } = await pool.query<{ name: string }>("SELECT name FROM effect ORDER BY name");
    const names = rows.map((row) => row.name);
    const once1 = ["1 first", "1 left", "1 right", "1 second", "2 first", "2 left", "2 right", "2 second"];
    // At least once: only the step under way may have taken effect twice.
    const twice = point === "after a step's effect" ? ["1 second"] : [];
    expect(names).toEqual([...once1, ...twice].sort());
  },
);

/** A pool whose process can die: from then on no query of it reaches the database, and its connections end. */
function mortalPool() {
  let isDead = false;
  const name = `mortal_${Math.random().toString(36).slice(2)}`;

  class MortalClient extends pg.Client {}
  const alive = { connect: pg.Client.prototype.connect, query: pg.Client.prototype.query };
  for (const method of ["connect", "query"] as const) {
    Object.defineProperty(MortalClient.prototype, method, {
      value(this: pg.Client, ...args: never[]) {
        if (!isDead) return Reflect.apply(alive[method], this, args);

        const err = new Error("This process is dead.");
        const callback: unknown = args.at(-1);
        if (typeof callback !== "function") return Promise.reject(err);
        return callback(err);
      },
    });
  }

  const mortal = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    application_name: name,
    max: 6,
    Client: MortalClient,
  });
  const die = () => {
    isDead = true;
    void pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [
      name,
    ]);
  };
  return { mortal, die, isDead: () => isDead };
}

test("killed between any two steps, a run finishes with each step's effect applied once", async () => {
  const layout = fc.array(fc.constantFrom("step", "pair"), { minLength: 1, maxLength: 5 });
  const crash = fc.record({ layout, call: fc.nat({ max: 8 }), isAfterEffect: fc.boolean() });

  await fc.assert(
    fc.asyncProperty(crash, async ({ layout, call, isAfterEffect }) => {
      const { mortal, die, isDead } = mortalPool();
      const client = testClient();
      const effects = new Set<string>();
      let bodies = 0;
      let calls = 0;

      const functionsOf = (mayDie: boolean) => {
        const reach = (isAfterBody: boolean) => {
          if (!mayDie) return;
          if (isAfterBody === isAfterEffect && calls++ === call) die();
          // A dead process does nothing more.
          if (isDead()) throw new Error("This process is dead.");
        };
        const fn = client.createFunction(
          { id: "any", triggers: [{ event: "test/any" }] },
          async ({ step }) => {
            reach(false);
            const run = (id: string) =>
              step.run(id, () => {
                bodies += 1;
                effects.add(id);
                reach(true);
                return id;
              });
            for (const [index, kind] of layout.entries()) {
              const ids = kind === "step" ? [`${index}`] : [`${index} left`, `${index} right`];
              const results = await Promise.all(ids.map(run));
              if (results.join() !== ids.join()) throw new Error("A step's result was lost or mixed up.");
            }
          },
        );
        return [fn];
      };

      const timing = {
        heartbeatSeconds: 0.05,
        deadAfterSeconds: 0.2,
        stopSeconds: 0.1,
        retryDelayMs: () => 5,
      };
      const first = await startTestEngine(client, functionsOf(true), { pool: mortal, timing });
      const { ids } = await client.send({ name: "test/any", data: {} });
      const isFinished = async () => {
        const { rows } = await pool.query(
          "SELECT 1 FROM engine_run WHERE event->>'id' = $1 AND status = 'done'",
          [ids[0]],
        );
        return rows.length === 1;
      };
      await eventually(async () => isDead() || (await isFinished()));
      const second = await startTestEngine(client, functionsOf(false), { timing });
      await eventually(isFinished);
      await Promise.all([first.stop(), second.stop()]);

      const expected = layout.flatMap((kind, index) =>
        kind === "step" ? [`${index}`] : [`${index} left`, `${index} right`],
      );
      expect([...effects].sort()).toEqual(expected.sort());
      // Only what was under way when the process died, at most two parallel steps, may have run twice.
      expect(bodies - effects.size).toBeLessThanOrEqual(2);
      const { rows } = await pool.query("SELECT 1 FROM engine_run WHERE event->>'id' = $1", [ids[0]]);
      expect(rows).toHaveLength(1);
    }),
    { numRuns: 20 },
  );
});
