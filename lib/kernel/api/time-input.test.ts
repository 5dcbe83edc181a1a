import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { timeInput } from "./time-input";

test("PostgreSQL accepts every time that we accept", async () => {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  const outermost = hours.flatMap((hour) => [
    `0001-01-01T00:00:00+${hour}:59`,
    `9999-12-31T23:59:59.999-${hour}:59`,
  ]);
  const taken = outermost.filter((text) => timeInput.safeParse(text).success);
  expect(taken).toHaveLength(2 * 16);
  for (const time of taken) {
    const { rows } = await pool.query("SELECT $1::timestamptz IS NOT NULL AS known", [time]);
    expect(rows).toEqual([{ known: true }]);
  }
  for (const none of ["0000-01-01T00:00:00Z", "+275760-09-13T00:00:00.001Z", "2026-02-30T00:00:00Z"])
    expect(timeInput.safeParse(none).success).toBe(false);
});
