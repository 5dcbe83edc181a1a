import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { isTooMuchStored, measureSpentCustomers, noteStored, tallyStored, weightOf } from "./storage-limit";

const GIGABYTE = 1024 ** 3;

const stateOf = async (customerId: string) => {
  const { rows } = await pool.query<{ isSpent: boolean; alerts: string[] }>(
    `SELECT spent_since IS NOT NULL AS "isSpent",
            ARRAY(SELECT kind FROM alert WHERE customer_id = $1 AND resolved_at IS NULL) AS alerts
     FROM customer WHERE id = $1`,
    [customerId],
  );
  return rows[0];
};

test("a day's share that is spent is said by an alert, and is there again when its hours are a day old", async () => {
  const { customerId } = await makeSource({ heapAppId: "671" });
  await noteStored(customerId, 39 * GIGABYTE);
  expect(await stateOf(customerId)).toEqual({ isSpent: false, alerts: [] });

  await noteStored(customerId, 2 * GIGABYTE);
  expect(await stateOf(customerId)).toEqual({ isSpent: true, alerts: ["too_much_stored"] });
  await measureSpentCustomers();
  expect(await stateOf(customerId)).toMatchObject({ isSpent: true });

  await pool.query("UPDATE stored_hour SET hour = hour - interval '25 h' WHERE customer_id = $1", [
    customerId,
  ]);
  await measureSpentCustomers();
  expect(await stateOf(customerId)).toEqual({ isSpent: false, alerts: [] });
  const { rows } = await pool.query("SELECT FROM stored_hour WHERE customer_id = $1", [customerId]);
  expect(rows).toEqual([]);
});

test("what a process stores is noted without each request changing a row", async () => {
  const { customerId } = await makeSource({ heapAppId: "672" });
  const noted = async () =>
    (await pool.query("SELECT bytes FROM stored_hour WHERE customer_id = $1", [customerId])).rows;

  tallyStored(customerId, { bytes: 1_000 });
  expect(await noted()).toEqual([]);
  tallyStored(customerId, { bytes: 64 * 1024 ** 2 });
  await expect.poll(noted).toHaveLength(1);
});

test("small bodies that make many rows count for the rows", () => {
  expect(weightOf({ bytes: 2_000, events: 1_000 })).toBeGreaterThan(100 * 2_000);
  expect(weightOf({ bytes: 50_000, events: 100 })).toBeLessThan(2 * 50_000);
});

test("there is room again only clearly below the limit", () => {
  expect(isTooMuchStored(39 * GIGABYTE, false)).toBe(false);
  expect(isTooMuchStored(39 * GIGABYTE, true)).toBe(true);
  expect(isTooMuchStored(35 * GIGABYTE, true)).toBe(false);
});
