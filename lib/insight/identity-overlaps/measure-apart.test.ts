import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { findDueOverlaps } from "./find-due-overlaps";
import { measureApart } from "./measure-apart";

test("a source that cannot be measured holds up no other, waits behind them, and a person is told until it can", async () => {
  const stuck = await makeSource({ heapAppId: "1" });
  const other = await makeSource({ heapAppId: "2" });
  for (const source of [stuck, other]) await sendBatch(source, [{ nonsense: true }]);
  await asOwner(
    `ALTER TABLE identity_overlap ADD CONSTRAINT none CHECK (source_id <> '${stuck.id}') NOT VALID`,
  );
  const dueIds = async () => (await findDueOverlaps()).map(({ sourceId }) => sourceId);
  const measureAll = async () => {
    for (const source of await findDueOverlaps()) await measureApart(source);
    await pool.query("UPDATE open_slice SET begun_at = now() - interval '1 h' WHERE subject_id = $1", [
      stuck.id,
    ]);
  };
  const alerts = async () => {
    const { rows } = await pool.query<{ isOver: boolean }>(
      `SELECT resolved_at IS NOT NULL AS "isOver" FROM alert WHERE customer_id = $1 AND kind = 'work_stuck'`,
      [stuck.customerId],
    );
    return rows;
  };
  expect((await dueIds()).sort()).toEqual([stuck.id, other.id].sort());
  for (let count = 0; count < 11; count++) await measureAll();
  expect(await dueIds()).toEqual([stuck.id]);
  expect(await alerts()).toEqual([{ isOver: false }]);

  await makeSource({ heapAppId: "3" }).then((later) => sendBatch(later, [{ nonsense: true }]));
  expect((await dueIds()).at(-1)).toBe(stuck.id);

  await asOwner("ALTER TABLE identity_overlap DROP CONSTRAINT none");
  await pool.query("UPDATE open_slice SET begun_at = now() - interval '25 h' WHERE subject_id = $1", [
    stuck.id,
  ]);
  await measureAll();
  expect(await alerts()).toEqual([{ isOver: true }]);
});
