import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decideTask } from "@/lib/cohorts/tasks/decide-task";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { UNRECORDABLE } from "@/lib/forwarding/mapping/unrecordable";
import { countUserProperties } from "@/lib/forwarding/user-properties/count-user-properties";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { openEvent } from "@/tools/testing/forward-events";
import {
  createTestDestination,
  ctxOf,
  postBody,
  postPage,
  readMembers,
} from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { carryOut, deletionOf, mergeOf, runDeletion } from "@/tools/testing/run-deletions";
import { askSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { type FieldPath, type HostileValue, hostileValues, NAME, withField } from "./hostile-values";

/** What is stored cannot stop us (docs/decisions/020-budgets.md): each field in turn is filled with each hostile value. */
const VALUES = hostileValues(20_261_128);
/** So many slices forward everything with room to spare; what is not settled then never will be. */
const MOST_SLICES = 50;

let sandbox: Sandbox;
let appNumber = 9_700;
let source: TestSource;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

const app = () => sandbox.state.heap.apps.get(String(appNumber));
const heapApp = () => `sandbox:${appNumber}`;

async function makeNextSource(): Promise<void> {
  source = await makeSource({ heapAppId: String(++appNumber) });
  const rule = { eventType: null, from: "plan", inClear: true };
  const userProperties = [
    { ...rule, to: "plan" },
    { ...rule, to: "{channel}" },
  ];
  await prisma.source.update({ where: { id: source.id }, data: { userProperties } });
}

/** Posts the event with every value in one field, between neighbours; each long value with neighbours of its own. */
async function postWithEach(make: () => object, path: FieldPath, values = VALUES): Promise<string[]> {
  const neighbours: string[] = [];
  const neighbour = () => {
    const event = openEvent(`neighbour-${neighbours.length}`);
    neighbours.push(event.id);
    return event;
  };
  const post = (some: readonly HostileValue[]) =>
    sendBatch(source, [neighbour(), ...some.map(({ value }) => withField(make(), path, value)), neighbour()]);

  expect(await post(values.filter(({ isLong }) => !isLong))).toMatchObject({ kind: "stored" });
  for (const long of values.filter(({ isLong }) => isLong)) {
    expect(await post([long]), `${path.join(".")}: ${long.name}`).toMatchObject({ kind: "stored" });
  }
  return neighbours;
}

/** Forwards everything, and proves that it is settled: nothing waits, nothing was refused by the database or is sent again. */
async function forwardToRest(neighbours: readonly string[]): Promise<void> {
  let isDone = false;
  for (let slice = 0; slice < MOST_SLICES && !isDone; slice++) isDone = (await forwardSlice(heapApp())).done;

  const { rows: left } = await pool.query(
    `SELECT id, state, accepted, forwarded, filtered, duplicate, quarantined FROM batch
     WHERE source_id = $1 AND (state <> 'done' OR set_aside_at IS NOT NULL)`,
    [source.id],
  );
  expect(left).toEqual([]);
  const { rows: faults } = await pool.query(
    "SELECT type, identity, reason FROM event WHERE source_id = $1 AND reason LIKE $2 || '%'",
    [source.id, UNRECORDABLE],
  );
  expect(faults).toEqual([]);
  const { rows: forwarded } = await pool.query<{ id: string }>(
    `SELECT event_id AS id FROM event WHERE source_id = $1 AND outcome = 'forwarded' AND event_id = ANY ($2)`,
    [source.id, neighbours],
  );
  expect(forwarded).toHaveLength(neighbours.length);

  const before = { calls: app()?.calls, propertyCalls: app()?.propertyCalls, repeats: app()?.repeats };
  expect(await forwardSlice(heapApp())).toMatchObject({ done: true, recorded: 0 });
  expect(app()).toMatchObject({ ...before, repeats: 0 });
  const { customerId, id: sourceId } = source;
  expect(await countUserProperties(ctxOf("viewer"), { customerId, sourceId })).toMatchObject({ owed: 0 });
  expect(sandbox.state.heap.violations.summary()).toEqual({});
}

let events = 0;
function wholeEvent() {
  const place = events++;
  return {
    id: randomUUID(),
    event_type: "users.behaviors.CustomEvent",
    time: 1_790_000_000 + place,
    user: {
      user_id: `b-${place}`,
      external_user_id: `u-${place}`,
      device_id: "d",
      timezone: "Europe/Vienna",
    },
    properties: { name: "trial began", plan: `p-${place}`, channel: "mail", custom_properties: {} },
    beside: "a value that Braze does not document",
  };
}

const FIELDS: Record<string, FieldPath[]> = {
  "an event": [["id"], ["event_type"], ["time"], ["user"], ["properties"], ["beside"], [NAME]],
  "an event's user": ["user_id", "external_user_id", "device_id", "timezone", NAME].map((field) => [
    "user",
    field,
  ]),
  "an event's properties": ["name", "plan", "channel", "app_group_id", "custom_properties", NAME].map(
    (field) => ["properties", field],
  ),
  "an event's own properties": [["properties", "custom_properties", NAME]],
};

test.each(Object.keys(FIELDS))(
  "whatever is in a field of %s, every batch settles and its neighbours are forwarded",
  async (part) => {
    await makeNextSource();
    const neighbours: string[] = [];
    for (const path of FIELDS[part] ?? []) neighbours.push(...(await postWithEach(wholeEvent, path)));
    await forwardToRest(neighbours);
  },
);

test("whatever is in a merge or a request to delete a user, it settles, and deletions and erasures end", async () => {
  await makeNextSource();
  await carryOut(source, String(appNumber));
  const neighbours: string[] = [];
  for (const path of [
    ["user", "user_id"],
    ["user", "external_user_id"],
    ["properties", "orphaned_by_id"],
  ]) {
    neighbours.push(...(await postWithEach(() => mergeOf(`gone-${randomUUID()}`, "stays"), path)));
  }
  for (const path of [
    ["user", "user_id"],
    ["user", "external_user_id"],
  ]) {
    neighbours.push(...(await postWithEach(() => deletionOf(null), path)));
  }
  await forwardToRest(neighbours);

  const requests = await prisma.deletionRequest.findMany({
    where: { customerId: source.customerId, state: "under_way" },
  });
  expect(requests.length).toBeGreaterThan(5);
  for (const { id } of requests) await runDeletion(id);
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM deletion_request WHERE customer_id = $1 AND state = 'under_way') AS deletions,
            (SELECT count(*)::int FROM erasure WHERE customer_id = $1 AND phase <> 'done') AS erasures`,
    [source.customerId],
  );
  expect(rows).toEqual([{ deletions: 0, erasures: 0 }]);
});

test("whatever is in a segment's page, it is answered, and every segment is decided and pushed", async () => {
  const destination = await createTestDestination();
  const page = () => ({
    id_token: "env",
    action_type: "segment.users.sync",
    data: {
      segment: { id: "7", name: "Trial users" },
      sync_info: { page_number: 1, total_pages: 1, sync_task_id: randomUUID() },
      add: [{ id: "a" }, { id: "b" }],
      remove: [{ id: "c" }],
    },
  });
  const paths: FieldPath[] = [
    ...[["id_token"], ["action_type"], ["data"], [NAME]],
    ...[
      ["data", "segment"],
      ["data", "segment", "id"],
      ["data", "segment", "name"],
    ],
    ...[
      ["data", "sync_info"],
      ["data", "add"],
      ["data", "remove"],
    ],
    ...["page_number", "total_pages", "sync_task_id"].map((field) => ["data", "sync_info", field]),
    ...[
      ["data", "add", 0],
      ["data", "add", 0, "id"],
      ["data", "remove", 0, "id"],
      ["data", "add", 0, NAME],
    ],
  ];
  for (const path of paths) {
    for (const { name, value } of VALUES) {
      const answer = postBody(destination, JSON.stringify(withField(page(), path, value)));
      await expect(answer, `${path.join(".")}: ${name}`).resolves.toMatchObject({ kind: expect.any(String) });
    }
  }
  const segmentId = await postPage(destination, { add: ["neighbour"] });
  expect((await readMembers(segmentId)).wanted).toContain("neighbour");

  const segments = await prisma.segment.findMany({ where: { destinationId: destination.destinationId } });
  for (const { id } of segments) await decideTask(id);
  await prisma.segment.update({ where: { id: segmentId }, data: { mode: "manual" } });
  await runToEnd(await askSync(destination, segmentId));
  const { rows } = await pool.query("SELECT state FROM sync WHERE segment_id = $1", [segmentId]);
  expect(rows).toEqual([{ state: expect.stringMatching(/^succeeded/) }]);
});
