import { expect, test } from "vitest";
import { pool } from "./database";
import { intArray, repeatedValues } from "./repeated-values";

test("PostgreSQL reads of repeated values what each row has, null and empty text included", async () => {
  const rows = ["a", null, 'b"\\', "a", "", null, "NULL", 'b"\\'];
  const { values, places } = repeatedValues(rows, (row) => row);
  expect(values).toEqual(["a", 'b"\\', "", "NULL"]);

  const { rows: read } = await pool.query<{ value: string | null }>(
    "SELECT ($1::text[])[place] AS value FROM unnest($2::int[]) WITH ORDINALITY AS p (place, number) ORDER BY number",
    [values, places],
  );
  expect(read.map(({ value }) => value)).toEqual(rows);
});

test("a column without any value, and one without rows, are read as nulls and as nothing", async () => {
  const read = async ({ values, places }: ReturnType<typeof repeatedValues>) =>
    (
      await pool.query("SELECT ($1::uuid[])[place] AS value FROM unnest($2::int[]) AS place", [
        values,
        places,
      ])
    ).rows;
  expect(await read(repeatedValues([1, 2], () => null))).toEqual([{ value: null }, { value: null }]);
  expect(await read(repeatedValues([], () => null))).toEqual([]);
  expect(intArray([])).toBe("{}");
});
