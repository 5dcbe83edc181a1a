import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { endSilentHolder, withTurn } from "./with-turn";

test("one at a time has a turn, others are told so, and each name has a turn of its own", async () => {
  let tell = (_word: string) => {};
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const first = withTurn("forward a", () => told);

  expect(await withTurn("forward a", async () => "second")).toBeNull();
  expect(await withTurn("forward b", async () => "other")).toBe("other");
  tell("first");
  expect(await first).toBe("first");
  expect(await withTurn("forward a", async () => "third")).toBe("third");
});

test("many turns are taken at the same moment, each by one, and are free again afterwards", async () => {
  const names = Array.from({ length: 250 }, (_, n) => `forward many ${n}`);
  const taken = await pool.connect();
  await taken.query("SELECT pg_advisory_lock(hashtextextended('forward many 7', 0))");

  for (const round of [1, 2]) {
    const worked = await Promise.all(names.map((name) => withTurn(name, async () => `${name} ${round}`)));
    expect(worked).toEqual(names.map((name, n) => (n === 7 ? null : `${name} ${round}`)));
  }
  taken.release(true);
});

test("a process that gives no sign of life loses its turns, and one that does keeps them", async () => {
  const frozen = await pool.connect();
  frozen.on("error", () => {});
  await frozen.query("SELECT pg_advisory_lock(hashtextextended('forward c', 0))");

  expect(await endSilentHolder("forward c", 60)).toBe(false);
  expect(await withTurn("forward c", async () => "taken")).toBeNull();
  expect(await endSilentHolder("forward c", 0)).toBe(true);
  await expect.poll(() => withTurn("forward c", async () => "free")).toBe("free");
  frozen.release(true);
});

test("whoever works for long gives signs of life, and learns that its turn was taken away", async () => {
  await withTurn("forward d", async (turn) => {
    const before = await signOfLife();
    await expect.poll(signOfLife).not.toEqual(before);
    expect(turn.isHeld()).toBe(true);

    await endSilentHolder("forward d", 0);
    await expect.poll(turn.isHeld).toBe(false);
    expect(await withTurn("forward d2", async () => "goes on")).toBe("goes on");
  });
});

test("row locks of a process that froze inside a transaction end with the transaction, after five minutes", async () => {
  const { rows } = await pool.query("SELECT current_setting('idle_in_transaction_session_timeout') AS after");
  expect(rows).toEqual([{ after: "5min" }]);
});

async function signOfLife(): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT a.state_change AS "at" FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.objid = (hashtextextended('forward d', 0) & 4294967295)::oid`,
  );
  return rows[0]?.at;
}
