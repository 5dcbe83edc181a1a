import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeOwed } from "@/lib/cohorts/members/owed-members";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { bookPush } from "@/lib/cohorts/syncs/book-push";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { pool } from "@/lib/kernel/database";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import {
  createTestDestination,
  ctxOf,
  pageBody,
  postBody,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { ANNA, erase } from "@/tools/testing/run-erasures";
import { askSync, passTime, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { recountDestination } from "./recount-destination";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

const KEYS = [ANNA, "ben", "cleo", "dora", "poison"];
const keys = fc.subarray(KEYS);

const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("page" as const), add: keys, remove: keys }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("drain" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("sync" as const),
      trigger: fc.constantFrom("manual" as const, "resync" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      mode: fc.constantFrom("status" as const, "drop_after" as const),
      status: fc.constantFrom(400, 423, 429, 503),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("identify" as const),
      kind: fc.constantFrom("external_id" as const, "device_id" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("die" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("erase" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("a day passes" as const) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

interface State {
  wanted: number;
  acked: number;
  owed: number;
}

let tsMs = Date.now();

async function act(
  at: { destination: TestDestination; segmentId: string; ended: State[] },
  deed: Deed,
): Promise<void> {
  const { destination, segmentId } = at;
  const { customerId } = destination;
  tsMs += 1;
  if (deed.do === "page") {
    await postPage(
      destination,
      { add: deed.add.filter((key) => !deed.remove.includes(key)), remove: deed.remove },
      tsMs,
    );
  } else if (deed.do === "drain") {
    await postBody(destination, pageBody({ drain: true }), tsMs);
  } else if (deed.do === "sync") {
    const syncId = await askSync(destination, segmentId, deed.trigger);
    await passTime(syncId);
    await runSyncSlice(syncId);
  } else if (deed.do === "fail") {
    sandbox.state.faults.add({ target: "braze.users", count: 1, mode: deed.mode, status: deed.status });
  } else if (deed.do === "identify") {
    await setSegmentIdentifier(ctxOf(), {
      customerId,
      segmentId,
      identifierKind: deed.kind,
      aliasLabel: null,
    });
  } else if (deed.do === "die") {
    await leaveCallBehind(destination, segmentId);
  } else if (deed.do === "erase") {
    // One at a time: a second one is refused while Braze still has the person.
    await erase(customerId).catch((err) => expect(err).toMatchObject({ code: "conflict" }));
  } else {
    if (await changedToday(segmentId)) at.ended.push(await stateOf(segmentId));
    await beADayOlder(destination, segmentId);
  }
}

/** As a process does that dies during a call: the push stays without a result until another slice takes it over. */
async function leaveCallBehind(destination: TestDestination, segmentId: string): Promise<void> {
  const syncId = await askSync(destination, segmentId);
  const sliceId = randomUUID();
  await pool.query("UPDATE sync SET state = 'running', slice_id = $2 WHERE id = $1", [syncId, sliceId]);
  const owed = await takeOwed(pool, { segmentId, isClearing: false, clearsLeavers: false }, "", 10);
  if (owed.length > 0) await bookPush({ id: syncId, segmentId, sliceId }, owed);
}

async function stateOf(segmentId: string): Promise<State> {
  const { rows, owed } = await readMembers(segmentId);
  return {
    wanted: rows.filter((row) => row.wanted).length,
    acked: rows.filter((row) => row.acked).length,
    owed: owed.length,
  };
}

async function changedToday(segmentId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT FROM segment_day WHERE segment_id = $1 AND day = date_trunc('day', now(), 'UTC')",
    [segmentId],
  );
  return rowCount === 1;
}

/** Everything until now happened a day earlier, and was counted so. */
async function beADayOlder({ destinationId }: TestDestination, segmentId: string): Promise<void> {
  await pool.query(
    "UPDATE push SET started_at = started_at - interval '1 d', finished_at = finished_at - interval '1 d' WHERE segment_id = $1",
    [segmentId],
  );
  const { rows: days } = await pool.query(
    "DELETE FROM segment_day WHERE segment_id = $1 RETURNING to_json(segment_day) AS row",
    [segmentId],
  );
  for (const { row } of days) {
    await pool.query(
      "INSERT INTO segment_day SELECT r.segment_id, r.day - interval '1 d', r.wanted, r.acked, r.owed, r.added, r.removed, r.refused FROM json_populate_record(NULL::segment_day, $1) r",
      [row],
    );
  }
  const { rows: hours } = await pool.query(
    "DELETE FROM call_hour WHERE owner_id = $1 RETURNING to_json(call_hour) AS row",
    [destinationId],
  );
  for (const { row } of hours) {
    await pool.query(
      "INSERT INTO call_hour SELECT r.owner_id, r.hour - interval '1 d', r.accepted, r.refused, r.throttled, r.failed FROM json_populate_record(NULL::call_hour, $1) r",
      [row],
    );
  }
}

async function historyOf({ destinationId }: TestDestination, segmentId: string) {
  const { rows } = await pool.query<State & { day: Date }>(
    "SELECT day, wanted, acked, owed, added, removed, refused FROM segment_day WHERE segment_id = $1 ORDER BY day",
    [segmentId],
  );
  const { rows: calls } = await pool.query("SELECT * FROM call_hour WHERE owner_id = $1 ORDER BY hour", [
    destinationId,
  ]);
  return { days: rows, calls };
}

test("the history of a segment equals its calls and how each day ended, whatever Heap and Braze say; a recount changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 14 }), async (deeds) => {
      sandbox.state.faults.clear();
      const destination = await createTestDestination();
      configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison: ["poison"] });
      const segmentId = await postPage(destination, { add: [ANNA, "ben"] }, tsMs);
      const at = { destination, segmentId, ended: [] as State[] };
      for (const deed of deeds) {
        await act(at, deed);
        expect(await findHistoryFaults(pool, destination.customerId)).toEqual([]);
      }
      sandbox.state.faults.clear();
      tsMs += 1;
      await postPage(destination, { add: ["ben"] }, tsMs);
      const syncId = await askSync(destination, segmentId);
      await passTime(syncId);
      await runToEnd(syncId);
      expect(await findHistoryFaults(pool, destination.customerId)).toEqual([]);

      const history = await historyOf(destination, segmentId);
      const closed = history.days.slice(0, -1).map(({ wanted, acked, owed }) => ({ wanted, acked, owed }));
      expect(closed).toEqual(at.ended);

      await recountDestination(destination.destinationId);
      expect(await historyOf(destination, segmentId)).toEqual(history);
    }),
    { numRuns: 20 },
  );
});

test("a recount finds who entered and left on past days, where they were not counted", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: [ANNA, "ben"] }, tsMs);
  await runToEnd(await askSync(destination, segmentId));
  await beADayOlder(destination, segmentId);
  await pool.query("DELETE FROM segment_day WHERE segment_id = $1", [segmentId]);
  await pool.query("DELETE FROM call_hour WHERE owner_id = $1", [destination.destinationId]);

  await recountDestination(destination.destinationId);

  expect(await findHistoryFaults(pool, destination.customerId)).toEqual([]);
  const { days } = await historyOf(destination, segmentId);
  expect(days).toMatchObject([
    { added: 2, removed: 0, wanted: null },
    { added: 0, removed: 0, wanted: null },
  ]);
});
