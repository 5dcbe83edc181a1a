import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { eventually, settled, startTestEngine, testClient } from "../../tools/testing/run-engine";
import { engineBacklog } from "./backlog";

const client = testClient();

test("two processes share the work and never run one run at once", async () => {
  const under = new Set<string>();
  const overlaps: string[] = [];
  const workedBy = new Set<string>();
  // Two runs at a time keep a process busy, so the other one must get some of thirty.
  const bothWork = eventually(() => workedBy.size === 2);
  const functionsOf = (name: string) => [
    client.createFunction({ id: "shared", triggers: [{ event: "test/shared" }] }, async ({ runId, step }) => {
      for (const id of ["a", "b", "c"]) {
        await step.run(id, async () => {
          if (under.has(runId)) overlaps.push(runId);
          under.add(runId);
          workedBy.add(name);
          await bothWork;
          await pause(10);
          under.delete(runId);
        });
      }
    }),
  ];
  await startTestEngine(client, functionsOf("one"), { concurrencyJobs: 2 });
  await startTestEngine(client, functionsOf("two"), { concurrencyJobs: 2 });

  await client.send(Array.from({ length: 30 }, (_, n) => ({ name: "test/shared", data: { n } })));
  await settled();

  expect(overlaps).toEqual([]);
  expect([...workedBy].sort()).toEqual(["one", "two"]);
});

test("a sleeping run survives a restart", async () => {
  const seen: string[] = [];
  const fn = client.createFunction(
    { id: "sleeps", triggers: [{ event: "test/sleep" }] },
    async ({ step }) => {
      await step.run("before", () => seen.push("before"));
      await step.sleep("nap", "1s");
      await step.run("after", () => seen.push("after"));
    },
  );
  const first = await startTestEngine(client, [fn]);
  await client.send({ name: "test/sleep", data: {} });
  await eventually(async () => (await engineBacklog(pool)).sleeping === 1);
  await first.stop();
  expect(seen).toEqual(["before"]);

  await startTestEngine(client, [fn]);
  await settled();
  expect(seen).toEqual(["before", "after"]);
});

test("stopping lets the step under way finish and leaves the next one for later", async () => {
  const seen: string[] = [];
  let isStopping = false;
  const fn = client.createFunction(
    { id: "stopped", triggers: [{ event: "test/stop" }] },
    async ({ step }) => {
      await step.run("slow", async () => {
        seen.push("slow begins");
        await eventually(() => isStopping);
        seen.push("slow ends");
      });
      await step.run("next", () => seen.push("next"));
    },
  );
  const first = await startTestEngine(client, [fn]);
  await client.send({ name: "test/stop", data: {} });
  await eventually(() => seen.length === 1);
  const stopped = first.stop();
  isStopping = true;
  await stopped;
  expect(seen).toEqual(["slow begins", "slow ends"]);

  await startTestEngine(client, [fn]);
  await settled();
  expect(seen).toEqual(["slow begins", "slow ends", "next"]);
});

test("when every database connection breaks, runs continue in the same process", async () => {
  const seen: string[] = [];
  const fn = client.createFunction(
    { id: "unplugged", triggers: [{ event: "test/unplugged" }] },
    async ({ step }) => {
      await step.run("first", () => seen.push("first"));
      await step.run("second", async () => {
        if (seen.push("second") > 2) return;
        // With a timeout it waits until they are gone: one that dies late could lose the third step's result too.
        const others =
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        await pool.query(others);
      });
      await step.run("third", () => seen.push("third"));
    },
  );
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/unplugged", data: {} });
  await eventually(() => seen.includes("third"));
  await settled();

  // The broken connection may have lost the second step's result, but never the first's.
  expect(seen.filter((name) => name === "first")).toHaveLength(1);
  expect(seen.filter((name) => name === "third")).toHaveLength(1);
});

test("what a process reports after it lost a run is void", async () => {
  const seen: string[] = [];
  const fn = client.createFunction(
    { id: "taken", triggers: [{ event: "test/taken" }] },
    async ({ runId, step }) => {
      const result = await step.run("contested", async () => {
        if (seen.push("contested") > 1) return "second";
        await pool.query("UPDATE engine_run SET status = 'queued', owner_id = NULL WHERE id = $1", [runId]);
        return "first";
      });
      await step.run("tell", () => seen.push(result));
    },
  );
  await startTestEngine(client, [fn], { timing: { sweepSeconds: 0.1 } });

  await client.send({ name: "test/taken", data: {} });
  await eventually(async () => {
    // Nobody misses the run for 10 seconds; we tell the sweep that they are over.
    await pool.query("UPDATE engine_run SET wake_at = now() - interval '1 minute' WHERE status = 'queued'");
    return seen.length === 3;
  });
  await settled();

  expect(seen).toEqual(["contested", "contested", "second"]);
});
