import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { listEvents } from "./list-events";
import { listIssues } from "./list-issues";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

const event = (external_user_id: string | null, time?: number) =>
  brazeEvent({ id: randomUUID(), user: { external_user_id, user_id: "braze-1" }, ...(time && { time }) });
const inAWeek = () => Math.floor(Date.now() / 1_000) + 7 * 86_400;

/** Two placeholders and an event of the future, beside one that reaches Heap. */
async function makeQuarantine(heapAppId: string) {
  const source = await makeSource({ heapAppId });
  await sendBatch(source, [event("anna"), event("[REDACTED]"), event("undefined"), event("ben", inAWeek())]);
  await forwardSlice(`sandbox:${heapAppId}`);
  return source;
}

test("quarantined events are one issue for each cause, with counts, days, and what to do; another customer's are not among them", async () => {
  const { customerId, id } = await makeQuarantine("7701");
  await makeQuarantine("7702");
  const { items, isPartial } = await listIssues(ctxOf("viewer"), { customerId });
  expect(items.map(({ count }) => count).toSorted()).toEqual([1, 2]);
  expect(isPartial).toBe(false);
  expect(items.find(({ count }) => count === 2)).toMatchObject({
    sourceId: id,
    field: "user.external_user_id",
    because: expect.any(String),
    next: expect.any(String),
    days: [0, 0, 0, 0, 0, 0, 2],
    types: [expect.any(String)],
  });
  for (const { firstSeenAt, lastSeenAt } of items) expect(firstSeenAt <= lastSeenAt).toBe(true);
});

test("the events of one cause are listed by its issue, and by no other customer's", async () => {
  const { customerId } = await makeQuarantine("7704");
  const { items } = await listIssues(ctxOf("viewer"), { customerId });
  for (const { issue, count } of items) {
    const page = await listEvents(ctxOf("viewer"), { customerId, issue, limit: 10 });
    expect(page.items).toHaveLength(count);
    for (const { outcome } of page.items) expect(outcome).toBe("quarantined");
  }
  const none = await listEvents(ctxOf("viewer"), { customerId, issue: "0".repeat(32), limit: 10 });
  expect(none.items).toEqual([]);
});

test("a replay of one issue sends its events and leaves the others quarantined", async () => {
  const { customerId, id: sourceId } = await makeQuarantine("7703");
  const { items } = await listIssues(ctxOf("viewer"), { customerId });
  const placeholders = items.find(({ count }) => count === 2);
  await prisma.source.update({ where: { id: sourceId }, data: { identityField: "user_id" } });

  const replay = await requestReplay(ctxOf(), {
    customerId,
    sourceId,
    outcome: "quarantined",
    issue: placeholders?.issue,
  });
  expect(replay).toMatchObject({ total: 2, issue: placeholders?.issue });
  await runReplaySlice(replay.id);
  expect(await prisma.event.count({ where: { sourceId, outcome: "forwarded" } })).toBe(3);
  const left = await listIssues(ctxOf("viewer"), { customerId });
  expect(left.items).toMatchObject([{ count: 1 }]);
});
