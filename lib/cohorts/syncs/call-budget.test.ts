import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { noteLimit, noteThrottled, takeCall } from "./call-budget";

async function readBudget(id: string) {
  const { rows } = await pool.query<{ remaining: number; windowSeconds: number; leftSeconds: number }>(
    `SELECT remaining, window_seconds AS "windowSeconds", extract(epoch FROM ends_at - now())::float8 AS "leftSeconds"
     FROM call_budget WHERE id = $1`,
    [id],
  );
  return rows[0];
}

test("within a window the lower number is right, also if each answer tells its end a little later", async () => {
  const id = randomUUID();
  await noteLimit(id, { most: 20, remaining: 10, endsInSeconds: 3_000 });
  for (let calls = 0; calls < 5; calls++)
    expect(await takeCall(id)).toEqual({ waitSeconds: 0, isKnown: true });
  // Answers to calls that Braze received before those five.
  for (const later of [1, 5, 60]) {
    await noteLimit(id, { most: 20, remaining: 8, endsInSeconds: 3_000 + later });
  }

  const budget = await readBudget(id);
  expect(budget?.remaining).toBe(5);
  expect(budget?.leftSeconds).toBeLessThanOrEqual(3_001);
});

test("once a window is over, what Braze says of the next one counts", async () => {
  const id = randomUUID();
  await noteLimit(id, { most: 20, remaining: 0, endsInSeconds: 3_000 });
  expect((await takeCall(id)).waitSeconds).toBeGreaterThan(2_900);

  await pool.query("UPDATE call_budget SET ends_at = now() WHERE id = $1", [id]);
  await noteLimit(id, { most: 20, remaining: 19, endsInSeconds: 3_600 });
  expect(await readBudget(id)).toMatchObject({ remaining: 19 });
});

test("after a 429 nothing is left until its end, whatever the answers to earlier calls say", async () => {
  const id = randomUUID();
  await noteLimit(id, { most: 20, remaining: 10, endsInSeconds: 600 });
  await noteThrottled(id, { retryAfterSeconds: 600 });
  await noteLimit(id, { most: 20, remaining: 9, endsInSeconds: 601 });
  expect((await takeCall(id)).waitSeconds).toBeGreaterThan(500);
});

test("a limit of an hour is known by the first end that is far away, and stays one near its end", async () => {
  const id = randomUUID();
  await noteLimit(id, { most: 20, remaining: 10, endsInSeconds: 2 });
  expect(await readBudget(id)).toMatchObject({ windowSeconds: 3 });
  await pool.query("UPDATE call_budget SET ends_at = now() WHERE id = $1", [id]);
  await noteLimit(id, { most: 20, remaining: 10, endsInSeconds: 900 });
  expect(await readBudget(id)).toMatchObject({ windowSeconds: 3_600 });
  await pool.query("UPDATE call_budget SET ends_at = now() WHERE id = $1", [id]);
  await noteLimit(id, { most: 20, remaining: 10, endsInSeconds: 2 });
  expect(await readBudget(id)).toMatchObject({ windowSeconds: 3_600 });
});
