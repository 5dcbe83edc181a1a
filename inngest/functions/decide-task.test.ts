import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { leaveSlicesOpen } from "@/tools/testing/leave-slices-open";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { asOwner } from "@/tools/testing/owner";
import { eventually, startTestEngine } from "../../tools/testing/run-engine";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { decideTask } from "./decide-task";

test("pages of many segments of one customer are decided by few runs, each sync is started once", async () => {
  const destination = await createTestDestination({ signed: false });
  const { customerId } = destination;
  const ids: string[] = [];
  for (let n = 0; n < 25; n++) ids.push(await postPage(destination, { segment: `s${n}`, add: ["a"] }));
  await startTestEngine(inngest, [decideTask]);
  await Promise.all(ids.map(() => inngest.send({ name: EVENTS.pageAccepted, data: { customerId } })));

  await eventually(async () => {
    const { rows } = await pool.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM task WHERE customer_id = $1 AND state = 'receiving'`,
      [customerId],
    );
    return rows[0]?.left === 0;
  });
  const started = () =>
    pool.query<{ segmentId: string }>(
      `SELECT payload->'data'->>'segmentId' AS "segmentId" FROM engine_event
       WHERE name = $1 AND payload->'data'->>'customerId' = $2`,
      [EVENTS.syncRequested, customerId],
    );
  await eventually(async () => (await started()).rows.length === ids.length);
  expect((await started()).rows.map(({ segmentId }) => segmentId).sort()).toEqual([...ids].sort());
  const { rows } = await pool.query("SELECT FROM engine_run WHERE event->'data'->>'customerId' = $1", [
    customerId,
  ]);
  expect(rows.length).toBeLessThan(5);
});

test("a sync is linked to the request with the page that asked for it", async () => {
  const destination = await createTestDestination({ signed: false });
  const { customerId } = destination;
  const segmentId = await postPage(destination, { segment: "traced", add: ["a"] });
  const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`;
  await startTestEngine(inngest, [decideTask]);
  await inngest.send({ name: EVENTS.pageAccepted, data: { customerId, traceparent } });

  const data = await eventually(async () => {
    const { rows } = await pool.query<{ data: object }>(
      "SELECT payload->'data' AS data FROM engine_event WHERE name = $1 AND payload->'data'->>'segmentId' = $2",
      [EVENTS.syncRequested, segmentId],
    );
    return rows[0]?.data;
  });
  expect(data).toMatchObject({ traceparent });
});

test("a hint of an earlier version, which names no customer, harms nothing", async () => {
  await startTestEngine(inngest, [decideTask]);
  await pool.query("DELETE FROM engine_event");
  await inngest.send({ name: EVENTS.pageAccepted, data: { segmentId: "of an earlier version" } } as never);
  await eventually(async () => {
    const { rows } = await pool.query<{ status: string }>("SELECT status FROM engine_run");
    return rows[0]?.status === "done";
  });
});

test("a segment that cannot be decided holds up no other, and a person is told", async () => {
  const destination = await createTestDestination({ signed: false });
  const { customerId } = destination;
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.push(await postPage(destination, { segment: `s${n}`, add: ["a"] }));
  const stuck = ids[0] ?? "";
  await asOwner(`
    CREATE FUNCTION refuse_stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.segment_id = '${stuck}' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'XX000'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_stuck BEFORE UPDATE ON task FOR EACH ROW EXECUTE FUNCTION refuse_stuck()`);
  await leaveSlicesOpen("task", stuck);
  await pool.query("UPDATE open_slice SET slices = 9, begun_at = now() - interval '1 h'");
  await startTestEngine(inngest, [decideTask]);
  const hint = () => inngest.send({ name: EVENTS.pageAccepted, data: { customerId } });
  const left = async () => {
    const { rows } = await pool.query<{ segmentId: string }>(
      `SELECT segment_id AS "segmentId" FROM task WHERE customer_id = $1 AND state = 'receiving'`,
      [customerId],
    );
    return rows.map(({ segmentId }) => segmentId);
  };
  const isTold = async () => {
    const { rows } = await pool.query<{ over: boolean }>(
      `SELECT resolved_at IS NOT NULL AS over FROM alert WHERE customer_id = $1 AND kind = 'work_stuck'`,
      [customerId],
    );
    return rows[0] && (rows[0].over ? "it is over" : "it is stuck");
  };

  await hint();
  await eventually(async () => (await left()).join() === stuck);
  await eventually(async () => {
    await hint();
    return (await isTold()) === "it is stuck";
  });

  await asOwner("DROP TRIGGER refuse_stuck ON task");
  await pool.query("UPDATE open_slice SET begun_at = now() - interval '25 h'");
  await eventually(async () => {
    await hint();
    return (await isTold()) === "it is over";
  });
  expect(await left()).toEqual([]);
});
