import { beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { orderInSource } from "./order-in-source";

let silent: TestSource;

// Others sent before and after it. It has most of the events: so the planner believes that it finds them soon by the primary key.
beforeAll(async () => {
  silent = await makeSource({ heapAppId: "6101" });
  await fill(silent, 2_000, 200);
  for (const from of [1_000, 3_000])
    await fill(await makeSource({ heapAppId: String(6_102 + from) }), from, 20);
  await asOwner("VACUUM ANALYZE event");
});

/** Batches of 100 events. */
async function fill({ id, customerId }: TestSource, from: number, batches: number): Promise<void> {
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
     SELECT (lpad(to_hex(1790000000000 + number), 12, '0') || '70008000000000000000')::uuid, place, $1, $2,
            md5(number || '-' || place), 'forwarded'
     FROM generate_series($3::int, $3::int + $4::int - 1) AS number CROSS JOIN generate_series(0, 99) AS place`,
    [customerId, id, from, batches],
  );
}

test.each(["ASC", "DESC"] as const)(
  "the events of a source, %s, are read without those of others",
  async (direction) => {
    const { rows } = await pool.query<{ "QUERY PLAN": unknown }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) SELECT batch_id, index FROM event WHERE source_id = '${silent.id}'
     ORDER BY ${orderInSource("event", direction)} LIMIT 50`,
    );
    const plan = JSON.stringify(rows[0]?.["QUERY PLAN"]);
    expect(plan).toContain("_source_id_batch_id_idx");
    expect(plan).not.toContain("_pkey");
    expect(plan).not.toContain("Seq Scan");
    expect(plan).not.toContain("Rows Removed by Filter");
  },
);
