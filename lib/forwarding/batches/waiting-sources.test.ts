import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { WAITING_SOURCES } from "./waiting-sources";

interface Plan {
  "Relation Name"?: string;
  "Actual Loops": number;
  Plans?: Plan[];
}

/** How often a plan looked into the batches. */
function looksOf(plan: Plan): number {
  const own = plan["Relation Name"] === "batch" ? plan["Actual Loops"] : 0;
  return (plan.Plans ?? []).reduce((sum, child) => sum + looksOf(child), own);
}

test("sources in which batches wait are found by one look for each, however many others there are", async () => {
  const waiting = [];
  for (let n = 0; n < 40; n++) {
    const source = await makeSource({ heapAppId: String(9900 + n) });
    if (n % 20 !== 0) continue;
    waiting.push(source.id);
    for (const user of ["anna", "ben", "cleo"]) await sendBatch(source, [openEvent(user)]);
  }
  const held = await makeSource({ heapAppId: "9990" });
  await sendBatch(held, [openEvent("dora")]);
  await pool.query("UPDATE batch SET held_at = now() WHERE source_id = $1", [held.id]);

  const { rows } = await pool.query<{ id: string | null }>(
    `${WAITING_SOURCES} SELECT source_id AS id FROM waiting WHERE source_id IS NOT NULL`,
  );
  expect(rows.map(({ id }) => id).sort()).toEqual(waiting.sort());

  const explained = await pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${WAITING_SOURCES} SELECT source_id FROM waiting`,
  );
  expect(looksOf(explained.rows[0]?.["QUERY PLAN"][0].Plan as Plan)).toBe(waiting.length + 1);
});
