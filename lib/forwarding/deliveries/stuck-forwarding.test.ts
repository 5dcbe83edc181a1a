import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf, openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { forwardSlice } from "./forward-slice";

const HEAP_APP = "sandbox:9600";
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

test("a batch that makes slices throw, by no fault of an event, is left out; the others flow, and a person is told", async () => {
  const source = await makeSource({ heapAppId: "9600" });
  const neighbour = await makeSource({ heapAppId: "9600" });
  await asOwner(`
    CREATE FUNCTION refuse_stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.identity = 'stuck' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'XX000'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_stuck BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse_stuck()`);
  await sendBatch(source, [openEvent("stuck")]);
  for (const user of ["ann", "bob", "cyd"]) await sendBatch(source, [openEvent(user)]);
  await sendBatch(neighbour, [openEvent("dan")]);

  const slices = async (count: number) => {
    for (let slice = 0; slice < count; slice++) await forwardSlice(HEAP_APP).catch(() => undefined);
  };
  const alerts = async () => {
    const { rows } = await pool.query<{ kind: string; over: boolean }>(
      "SELECT kind, resolved_at IS NOT NULL AS over FROM alert WHERE customer_id = $1",
      [source.customerId],
    );
    return rows;
  };
  await slices(4);
  expect(await booksOf(source.id)).toMatchObject({ accepted: 4, forwarded: 3, quarantined: 0, done: false });
  expect(await booksOf(neighbour.id)).toMatchObject({ forwarded: 1, done: true });
  expect(await alerts()).toEqual([]);

  await slices(7);
  expect(await alerts()).toEqual([{ kind: "work_stuck", over: false }]);

  await asOwner("DROP TRIGGER refuse_stuck ON event");
  await slices(1);
  expect(await booksOf(source.id)).toMatchObject({ forwarded: 4, done: true });
  expect(await alerts()).toEqual([{ kind: "work_stuck", over: true }]);
});
