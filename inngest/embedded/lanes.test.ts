import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { eventually, settled, startTestEngine, testClient } from "../../tools/testing/run-engine";
import { shareOf } from "../lanes";
import { engineBacklog } from "./backlog";

const client = testClient();

/** Work that ends when told to. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const runsOf = (customerId: string, count: number, name = "test/push") =>
  Array.from({ length: count }, (_, n) => ({ name, data: { customerId, n } }));

test("a customer whose runs hang has no more than its share, and others pass", async () => {
  const hanging = gate();
  let under = 0;
  let most = 0;
  const done: string[] = [];
  const push = client.createFunction(
    { id: "push", triggers: [{ event: "test/push" }], concurrency: shareOf("syncing") },
    async ({ event, step }) => {
      await step.run("push", async () => {
        if (event.data.customerId === "noisy") {
          most = Math.max(most, ++under);
          await hanging.opened;
          under--;
        }
        done.push(event.data.customerId);
      });
    },
  );
  await startTestEngine(client, [push], { laneWorkers: 4 });
  await client.send(runsOf("noisy", 30));
  await eventually(() => under === 3);
  await client.send(runsOf("calm", 5));

  await eventually(() => done.filter((customerId) => customerId === "calm").length === 5);
  expect(done).not.toContain("noisy");
  hanging.open();
  await settled();
  expect(done).toHaveLength(35);
  expect(most).toBe(3);
});

test("a share is one for all functions of a lane and all processes", async () => {
  const hanging = gate();
  let under = 0;
  let most = 0;
  const functions = ["one", "two"].map((id) =>
    client.createFunction(
      { id, triggers: [{ event: `test/${id}` }], concurrency: shareOf("forwarding") },
      async () => {
        most = Math.max(most, ++under);
        await hanging.opened;
        under--;
      },
    ),
  );
  await startTestEngine(client, functions);
  await startTestEngine(client, functions);
  await client.send([...runsOf("a", 5, "test/one"), ...runsOf("a", 5, "test/two")]);
  await eventually(async () => under === 3 && (await engineBacklog(pool)).waiting === 7);

  hanging.open();
  await settled();
  expect(most).toBe(3);
});

test("lanes that are full hold up neither the other lane nor the functions outside", async () => {
  const hanging = gate();
  let under = 0;
  const seen: string[] = [];
  const functions = [
    client.createFunction(
      { id: "hang", triggers: [{ event: "test/hang" }], concurrency: shareOf("syncing") },
      async () => {
        under++;
        await hanging.opened;
      },
    ),
    client.createFunction(
      { id: "forward", triggers: [{ event: "test/forward" }], concurrency: shareOf("forwarding") },
      () => void seen.push("forward"),
    ),
    client.createFunction(
      { id: "outside", triggers: [{ event: "test/outside" }] },
      () => void seen.push("outside"),
    ),
  ];
  await startTestEngine(client, functions, { laneWorkers: 2, concurrencyJobs: 1 });
  await client.send(["a", "b", "c", "d"].flatMap((customerId) => runsOf(customerId, 3, "test/hang")));
  await eventually(() => under === 2);

  await client.send([...runsOf("a", 1, "test/forward"), ...runsOf("a", 1, "test/outside")]);
  await eventually(() => seen.length === 2);
  hanging.open();
  await settled();
});

test("a long run makes room between two steps", async () => {
  const order: string[] = [];
  const isQuickSent = gate();
  const functions = [
    client.createFunction(
      { id: "long", triggers: [{ event: "test/long" }], concurrency: shareOf("syncing") },
      async ({ step }) => {
        for (const n of [1, 2, 3]) {
          await step.run(`slice-${n}`, async () => {
            order.push(`long ${n}`);
            await isQuickSent.opened;
          });
        }
      },
    ),
    client.createFunction(
      { id: "quick", triggers: [{ event: "test/quick" }], concurrency: shareOf("syncing") },
      () => void order.push("quick"),
    ),
  ];
  await startTestEngine(client, functions, { laneWorkers: 1 });
  await client.send(runsOf("a", 1, "test/long"));
  await eventually(() => order.length === 1);
  await client.send(runsOf("b", 1, "test/quick"));
  await eventually(async () => (await engineBacklog(pool)).waiting === 1);

  isQuickSent.open();
  await settled();
  expect(order).toEqual(["long 1", "quick", "long 2", "long 3"]);
});

test("a run that sleeps uses neither a worker nor its customer's share", async () => {
  const seen: string[] = [];
  const fn = client.createFunction(
    { id: "nap", triggers: [{ event: "test/nap" }], concurrency: shareOf("syncing") },
    async ({ event, step }) => {
      await step.run("before", () => void seen.push(event.data.customerId));
      if (event.data.customerId === "sleeper") await step.sleep("nap", "1h");
    },
  );
  await startTestEngine(client, [fn], { laneWorkers: 1 });
  await client.send(runsOf("sleeper", 5, "test/nap"));
  const countSleeping = async () => (await engineBacklog(pool)).sleeping;
  await eventually(async () => (await countSleeping()) === 5);
  await client.send(runsOf("other", 1, "test/nap"));
  await eventually(() => seen.includes("other"));
  expect(await countSleeping()).toBe(5);
});

test("a process that is full leaves its lane's runs to another one", async () => {
  const hanging = gate();
  const workedBy: string[] = [];
  const functionsOf = (name: string) => [
    client.createFunction(
      { id: "spread", triggers: [{ event: "test/spread" }], concurrency: shareOf("syncing") },
      async () => {
        workedBy.push(name);
        await hanging.opened;
      },
    ),
  ];
  await startTestEngine(client, functionsOf("first"), { laneWorkers: 1 });
  await client.send(["a", "b"].flatMap((customerId) => runsOf(customerId, 2, "test/spread")));
  await eventually(() => workedBy.length === 1);
  await pause(50);
  await startTestEngine(client, functionsOf("second"), { laneWorkers: 1 });

  await eventually(() => workedBy.includes("second"));
  hanging.open();
  await settled();
});
