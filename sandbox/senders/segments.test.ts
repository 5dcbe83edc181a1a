import { afterEach, expect, it } from "vitest";
import { digestOfMembers } from "../digest";
import { createSegmentSender, type SegmentSettings } from "./segments";
import { signPage } from "./sign-page";
import { type Received, startTinyReceiver, type TinyReceiver } from "./tiny-receiver";

let receiver: TinyReceiver;
afterEach(() => receiver.close());

async function startSender(
  settings: Partial<SegmentSettings> = {},
  decide: (request: Received, number: number) => number | "cut" = () => 200,
) {
  receiver = await startTinyReceiver(decide);
  const sender = createSegmentSender({
    url: receiver.url,
    secret: "hook-secret",
    backOffBaseMs: 1,
    backOffMaximumMs: 4,
    ...settings,
  });
  sender.define(77, "Free Customers");
  return sender;
}

const bodies = () => receiver.received.map(({ text }) => JSON.parse(text));

/** The members a simple receiver would have after these requests, each page counted once. */
function membershipOf(requests: ReturnType<typeof bodies>): Set<string> {
  const members = new Set<string>();
  for (const { data } of requests) {
    for (const { id } of data.add ?? []) members.add(id);
    for (const { id } of data.remove ?? []) members.delete(id);
  }
  return members;
}

it("signs as the published vector does", async () => {
  receiver = await startTinyReceiver(() => 200);
  const body =
    '{"id_token":"7a36ae58-c4b9-11eb-8529-0242ac130003","action_type":"segment.users.sync","customer_config":{"fields":[]},"data":{"segment":{"id":1338065,"name":"Free Customers"},"sync_info":{"page_number":1,"total_pages":1,"sync_task_id":"afe74af0-496e-11ec-81d3-0242ac130003"},"add":[{"id":"user1@email.com"}],"remove":[{"id":"user2@email.com"}]}}';

  expect(signPage("test-secret", body, 1_700_000_000_000)).toBe(
    "ts:1700000000000,hmac:u/fL+dRgWWWDPMuM8VTCdQUdZyN4gXV/rjh7tbsppVw=",
  );
});

it("cuts a task into numbered pages whose sum is the change", async () => {
  const sender = await startSender({ pageSize: 100 });
  await sender.churn(77, 250, 0);
  await sender.churn(77, 30, 40);

  expect(bodies().map(({ data }) => [data.sync_info.page_number, data.sync_info.total_pages])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
    [1, 1],
  ]);
  expect(new Set(bodies().map(({ data }) => data.sync_info.sync_task_id)).size).toBe(2);
  expect(sender.members(77).size).toBe(240);
  expect(digestOfMembers(membershipOf(bodies()))).toBe(sender.digest(77));
});

it("signs every page over its bytes, or none without a secret", async () => {
  const sender = await startSender();
  await sender.churn(77, 5, 0);
  const [request] = receiver.received;
  const header = String(request?.headers["heap-hash"]);
  const timestampMs = Number(/^ts:(\d+),/.exec(header)?.[1]);
  expect(header).toBe(signPage("hook-secret", request?.text ?? "", timestampMs));
  await receiver.close();

  const unsigned = await startSender({ secret: null });
  await unsigned.churn(77, 5, 0);
  expect(receiver.received[0]?.headers["heap-hash"]).toBeUndefined();
});

it("repeats and shuffles pages without changing their sum", async () => {
  const sender = await startSender({
    seed: 3,
    pageSize: 10,
    repeatShare: 0.5,
    outOfOrder: true,
    parallelPages: 3,
  });
  await sender.churn(77, 300, 0);

  const numbers = bodies().map(({ data }) => data.sync_info.page_number);
  expect(new Set(numbers).size).toBe(30);
  expect(numbers.length).toBe(30 + sender.counts.repeats);
  expect(numbers).not.toEqual(numbers.toSorted((left, right) => left - right));
  expect(digestOfMembers(membershipOf(bodies()))).toBe(sender.digest(77));
});

it("tries a page again after 400, 429, 5xx or no answer, under the same signature", async () => {
  const answers: (number | "cut")[] = [400, 429, 503, "cut", 200];
  const sender = await startSender({}, (_, number) => answers[number - 1] ?? 200);
  await sender.churn(77, 5, 0);

  expect(receiver.received).toHaveLength(5);
  expect(new Set(receiver.received.map(({ headers }) => headers["heap-hash"])).size).toBe(1);
  expect(sender.counts).toMatchObject({ pages: 1, accepted: 1, refused: 0 });
});

it("treats 403 as final", async () => {
  const sender = await startSender({}, () => 403);
  await sender.churn(77, 5, 0);
  expect(receiver.received).toHaveLength(1);
  expect(sender.counts).toMatchObject({ accepted: 0, refused: 1 });
});

it("keeps the id and the members through a rename", async () => {
  const sender = await startSender();
  await sender.churn(77, 5, 0);
  sender.define(77, "Paying Customers");
  await sender.churn(77, 1, 0);

  expect(bodies().map(({ data }) => data.segment)).toEqual([
    { id: 77, name: "Free Customers" },
    { id: 77, name: "Paying Customers" },
  ]);
  expect(sender.members(77).size).toBe(6);
});

it("drains a segment", async () => {
  const sender = await startSender();
  await sender.churn(77, 5, 0);
  await sender.drain(77);

  expect(bodies().at(-1)).toMatchObject({
    action_type: "segment.users.drain",
    data: { segment: { id: 77 } },
  });
  expect(sender.members(77).size).toBe(0);
});

it("hands out unsent pages, so that a page of an old task can arrive after a newer task", async () => {
  const sender = await startSender();
  const [late] = sender.plan(77, { add: ["a", "b"] });
  await sender.sync(77, { remove: ["a"] });
  expect(late && (await sender.send(late))).toBe(true);

  expect([...sender.members(77)]).toEqual(["b"]);
  expect(bodies().map(({ data }) => data.add?.length ?? 0)).toEqual([0, 2]);
});
