import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeBusyCustomer, readTooMuch } from "@/tools/testing/busy-customer";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { askSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { forwardRound } from "./forward-round";

const QUIET_CUSTOMERS = 40;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  await makeBusyCustomer();
});
afterAll(() => sandbox.close());

test("accepting and forwarding for many quiet customers does not read what a busy one has stored", async () => {
  const sources: TestSource[] = [];
  for (let made = 0; made < QUIET_CUSTOMERS; made++)
    sources.push(await makeSource({ heapAppId: String(100 + made) }));

  const tooMuch = await readTooMuch(async () => {
    for (const [place, source] of sources.entries()) await sendBatch(source, [eventOf(place)]);
    while ((await countDone(sources)) < QUIET_CUSTOMERS) await forwardRound();
  });
  expect(tooMuch).toEqual([]);
});

test("the pages and syncs of many quiet customers do not read what a busy one has stored", async () => {
  const tooMuch = await readTooMuch(async () => {
    for (let made = 0; made < QUIET_CUSTOMERS; made++) {
      const destination = await createTestDestination();
      await runToEnd(await askSync(destination, await postPage(destination, { add: ["anna", "ben"] })));
    }
  });
  expect(tooMuch).toEqual([]);
});

function countDone(sources: readonly TestSource[]): Promise<number> {
  return prisma.batch.count({
    where: { sourceId: { in: sources.map(({ id }) => id) }, state: "done", forwarded: 1 },
  });
}

function eventOf(place: number) {
  return {
    id: `00000000-0000-4000-8000-${String(place).padStart(12, "0")}`,
    event_type: "users.messages.email.Open",
    time: Math.floor(Date.now() / 1_000),
    user: { external_user_id: `user-${place}` },
    properties: {},
  };
}
