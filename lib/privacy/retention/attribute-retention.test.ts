import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, postPage, readMembers } from "@/tools/testing/make-destination";
import { applyRetention } from "./apply-retention";

async function pruneAll(): Promise<void> {
  while ((await applyRetention({ bodyDays: 14, outcomeDays: 90 })) > 0);
}

test("who left is known as long as Braze has the attribute as false, so that an erasure can take it away", async () => {
  const destination = await createTestDestination({ kind: "attribute" });
  const longAgoMs = Date.now() - 60_000;
  const segmentId = await postPage(destination, { remove: ["cleared", "false"] }, longAgoMs);
  await pool.query(
    "UPDATE member SET task_order = 1, attribute_state = CASE WHEN user_key = 'false' THEN 'present' ELSE 'absent' END::attribute_state WHERE segment_id = $1",
    [segmentId],
  );
  await pruneAll();
  expect((await readMembers(segmentId)).rows.map(({ key }) => key)).toEqual(["false"]);
});

test("what was left of the limit of a key that nobody uses any more is forgotten after 90 days", async () => {
  await pool.query(
    `INSERT INTO call_budget (id, most, remaining, ends_at)
     VALUES ('old', 9, 9, now() - interval '91 d'), ('late', 9, 9, now() - interval '89 d')`,
  );
  await pruneAll();
  const { rows } = await pool.query("SELECT id FROM call_budget");
  expect(rows).toEqual([{ id: "late" }]);
});
