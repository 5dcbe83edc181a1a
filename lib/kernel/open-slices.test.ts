import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { pool } from "./database";
import { decideStart, withOpenSlice } from "./open-slices";

const otherwise = {
  wait: (seconds: number) => `wait ${seconds}`,
  giveUp: async (message: string) => `given up: ${message}`,
};

/** As if the process had ended in the middle of so many slices, the last one some time ago. */
async function leaveOpen(subjectId: string, slices: number, ageSeconds = 0): Promise<void> {
  await pool.query(
    `INSERT INTO open_slice (job, subject_id, slices, begun_at)
     VALUES ('replay', $1, $2, now() - make_interval(secs => $3))`,
    [subjectId, slices, ageSeconds],
  );
}

describe("a job that broke off", () => {
  test("goes on at once after a few ends, then waits twice as long each time, and is given up after ten", () => {
    const starts = Array.from({ length: 12 }, (_, slices) => decideStart({ slices, ageSeconds: 0 }));
    expect(starts.slice(0, 5).every(({ kind }) => kind === "go")).toBe(true);
    expect(starts.slice(5, 10).map((start) => start.kind === "wait" && start.seconds)).toEqual([
      10, 20, 40, 80, 160,
    ]);
    expect(starts.slice(10).every(({ kind }) => kind === "give_up")).toBe(true);
  });

  test("goes on when its wait is over, and is tried once more a day after it was given up", () => {
    expect(decideStart({ slices: 6, ageSeconds: 19.5 })).toEqual({ kind: "wait", seconds: 1 });
    expect(decideStart({ slices: 6, ageSeconds: 20 })).toEqual({ kind: "go" });
    expect(decideStart({ slices: 11, ageSeconds: 86_399 })).toEqual({ kind: "give_up" });
    expect(decideStart({ slices: 11, ageSeconds: 86_401 })).toEqual({ kind: "go" });
  });

  test("is remembered until a slice of it ends well, and so is one that throws", async () => {
    const id = randomUUID();
    await leaveOpen(id, 5);
    expect(await withOpenSlice("replay", id, async () => "ran", otherwise)).toMatch(/^wait (9|10)$/);

    const passTime = () =>
      pool.query("UPDATE open_slice SET begun_at = now() - interval '1 h' WHERE subject_id = $1", [id]);
    await passTime();
    const failing = () => withOpenSlice("replay", id, () => Promise.reject(new Error("a fault")), otherwise);
    await expect(failing()).rejects.toThrow("a fault");
    expect(await withOpenSlice("replay", id, async () => "ran", otherwise)).toMatch(/^wait (19|20)$/);

    await passTime();
    expect(await withOpenSlice("replay", id, async () => "ran", otherwise)).toBe("ran");
    for (let count = 0; count < 10; count++) {
      await expect(failing()).rejects.toThrow("a fault");
      await passTime();
    }
    expect(await failing()).toMatch(/^given up: /);
  });

  test("is counted from the moment its slice begins", async () => {
    const id = randomUUID();
    await leaveOpen(id, 3);
    await withOpenSlice(
      "replay",
      id,
      async () => {
        const { rows } = await pool.query("SELECT slices FROM open_slice WHERE subject_id = $1", [id]);
        expect(rows).toEqual([{ slices: 4 }]);
      },
      { wait: () => undefined, giveUp: async () => undefined },
    );
    await leaveOpen(id, 10);
    const given = await withOpenSlice("replay", id, async () => "ran", otherwise);
    expect(given).toBe(
      "given up: This was interrupted 10 times in a row, by an error or because its process ended.",
    );
  });
});
