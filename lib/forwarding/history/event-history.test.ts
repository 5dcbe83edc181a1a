import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeLostDeliveries } from "@/lib/forwarding/deliveries/close-lost-deliveries";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { erase } from "@/tools/testing/run-erasures";
import { recountSource } from "./recount-source";

let sandbox: Sandbox;
let owner: pg.Client;
let appNumber = 6_100;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
  owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await sandbox.close();
});

const USERS = ["anna@example.com", "ben", "[REDACTED]", null] as const;
const TYPES = ["users.messages.email.Open", "users.messages.email.Click", "users.Invented", null] as const;

const event = fc.record({
  user: fc.constantFrom(...USERS),
  type: fc.constantFrom(...TYPES),
  /** Few, so that ids repeat. */
  id: fc.integer({ min: 1, max: 40 }),
});

const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      events: fc.array(event, { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("send again" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("forward" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("die" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      status: fc.constantFrom(400, 429, 503),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("replay" as const),
      outcome: fc.constantFrom("quarantined" as const, "filtered" as const, "forwarded" as const),
      identityField: fc.constantFrom("user_id" as const, "external_user_id" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("erase" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("an hour passes" as const) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

const heapApp = () => `sandbox:${appNumber}`;
const at = (source: TestSource) => ({ customerId: source.customerId, sourceId: source.id });

async function act(source: TestSource, sent: unknown[][], deed: Deed): Promise<void> {
  if (deed.do === "send") {
    const events = deed.events.map(({ user, type, id }) => ({
      id: `${source.id}/${id}`,
      ...(type !== null && { event_type: type }),
      time: 1_790_000_000,
      user: { external_user_id: user, user_id: user === "[REDACTED]" ? "b-1" : user },
      properties: { place: sent.length },
    }));
    sent.push(events);
    await sendBatch(source, events);
  } else if (deed.do === "send again") {
    const again = sent.at(-1);
    if (again) await sendBatch(source, again);
  } else if (deed.do === "forward") {
    await forward();
  } else if (deed.do === "die") {
    await dieWhileRecording();
  } else if (deed.do === "fail") {
    const { status, count } = deed;
    sandbox.state.faults.add({ target: "heap.track", mode: "status", status, count });
  } else if (deed.do === "replay") {
    const { outcome, identityField } = deed;
    await prisma.source.update({ where: { id: source.id }, data: { identityField } });
    await replay(source, outcome);
  } else if (deed.do === "erase") {
    await erase(source.customerId).catch((err) => expect(err).toMatchObject({ code: "conflict" }));
  } else {
    // All that was received until now was received an hour earlier, and counted so.
    await pool.query(
      "UPDATE batch SET received_at = received_at - interval '1 h', done_at = done_at - interval '1 h' WHERE source_id = $1",
      [source.id],
    );
    await pool.query(
      "UPDATE delivery SET started_at = started_at - interval '1 h', finished_at = finished_at - interval '1 h' WHERE source_id = $1",
      [source.id],
    );
    // In order, so that every row is deleted before the first one takes the place of another.
    for (const [table, column] of [
      ["event_hour", "source_id"],
      ["lag_hour", "source_id"],
      ["call_hour", "owner_id"],
    ]) {
      await owner.query(`WITH old AS (DELETE FROM ${table} WHERE ${column} = '${source.id}' RETURNING *), moved AS (
        SELECT (jsonb_populate_record(NULL::${table}, to_jsonb(old) || jsonb_build_object('hour', hour - interval '1 h'))).* FROM old ORDER BY hour
      ) INSERT INTO ${table} SELECT * FROM moved`);
    }
    await pool.query("DELETE FROM event_day WHERE source_id = $1", [source.id]);
    await pool.query(
      `INSERT INTO event_day SELECT source_id, date_trunc('day', hour, 'UTC'), sum(forwarded), sum(filtered), sum(duplicate),
              sum(quarantined) FROM event_hour WHERE source_id = $1 GROUP BY 1, 2`,
      [source.id],
    );
    await closeLostDeliveries();
  }
}

async function forward(): Promise<void> {
  await pool.query("UPDATE heap_app SET resume_at = NULL, probe_until = NULL WHERE key = $1", [heapApp()]);
  for (let slice = 0; slice < 20; slice++) {
    const { done, waitSeconds } = await forwardSlice(heapApp());
    if (done || waitSeconds > 0) return;
  }
}

/** Ends the connection that records, as the death of its process does: before, in or after its last statement. */
async function dieWhileRecording(): Promise<void> {
  let isOver = false;
  const killing = (async () => {
    while (!isOver) {
      await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND state IN ('active', 'idle in transaction')
           AND query LIKE '%INSERT INTO event (%' AND pid <> pg_backend_pid()`,
      );
    }
  })();
  await forward().catch(() => {});
  isOver = true;
  await killing;
}

async function replay(source: TestSource, outcome: "quarantined" | "filtered" | "forwarded"): Promise<void> {
  const { id } = await requestReplay(systemCtx, { ...at(source), outcome }).catch(() => ({ id: null }));
  if (id === null) return;
  for (let slice = 0; slice < 20; slice++) {
    const { done, waitSeconds } = await runReplaySlice(id);
    if (done) return;
    if (waitSeconds > 0)
      await pool.query("UPDATE heap_app SET resume_at = NULL, probe_until = NULL WHERE key = $1", [
        heapApp(),
      ]);
  }
}

const readAll = async (source: TestSource) => {
  const { rows } = await pool.query(
    `SELECT to_jsonb(h) AS row FROM event_hour h WHERE source_id = $1
     UNION ALL SELECT to_jsonb(d) FROM event_day d WHERE source_id = $1
     UNION ALL SELECT to_jsonb(l) FROM lag_hour l WHERE source_id = $1
     UNION ALL SELECT to_jsonb(c) FROM call_hour c WHERE owner_id = $1`,
    [source.id],
  );
  return rows.map(({ row }) => JSON.stringify(row)).sort();
};

test("the history equals the books whatever is received, refused, replayed, erased or interrupted, and a recount finds the same", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 14 }), async (deeds) => {
      appNumber += 1;
      sandbox.state.faults.clear();
      const source = await makeSource({ heapAppId: String(appNumber) });
      const sent: unknown[][] = [];
      for (const deed of deeds) {
        await act(source, sent, deed);
        expect(await findHistoryFaults(pool, source.customerId)).toEqual([]);
      }
      sandbox.state.faults.clear();
      await forward();
      expect(await findHistoryFaults(pool, source.customerId)).toEqual([]);

      const counted = await readAll(source);
      await recountSource(source.id);
      expect(await readAll(source)).toEqual(counted);
      for (const table of ["event_hour", "event_day", "lag_hour", "call_hour"])
        await owner.query(`TRUNCATE ${table}`);
      await recountSource(source.id);
      expect(await readAll(source)).toEqual(counted);
    }),
    { numRuns: 25 },
  );
});

test("a recount adds what an older version left out, and keeps the counts of what was pruned", async () => {
  appNumber += 1;
  const source = await makeSource({ heapAppId: String(appNumber) });
  const open = (user: string) => ({
    id: randomUUID(),
    event_type: TYPES[0],
    time: 1_790_000_000,
    user: { external_user_id: user },
  });
  await sendBatch(source, [open("anna"), open("ben")]);
  await forward();
  await pool.query("UPDATE event_hour SET forwarded = 1 WHERE source_id = $1", [source.id]);
  await recountSource(source.id);
  expect(await findHistoryFaults(pool, source.customerId)).toEqual([]);

  const counted = await readAll(source);
  for (const table of ["event", "batch", "delivery"])
    await pool.query(`DELETE FROM ${table} WHERE source_id = $1`, [source.id]);
  await recountSource(source.id);
  expect(await readAll(source)).toEqual(counted);
});
