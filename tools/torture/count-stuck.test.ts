import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inngest } from "@/inngest/client";
import { readFunctions } from "@/inngest/embedded/subset";
import { functions } from "@/inngest/functions";
import { AWAITED, findStuck } from "./count-stuck";

const sql = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
beforeAll(() => sql.connect());
afterAll(() => sql.end());

test("a run that was just made counts at once if its function is awaited, another one only after a minute", async () => {
  const ids = readFunctions(inngest, functions).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(AWAITED));

  const other = ids.find((id) => !AWAITED.includes(id));
  for (const [functionId, age] of [...AWAITED.map((id) => [id, "0 s"]), [other, "0 s"], [other, "2 min"]])
    await sql.query(
      `INSERT INTO engine_run (id, function_id, event, event_seq, status, created_at)
       VALUES ($1, $2, '{}', 1, 'queued', now() - $3::interval)`,
      [randomUUID(), functionId, age],
    );

  expect(await findStuck(sql)).toEqual([{ what: "runs under way", count: AWAITED.length + 1 }]);
});
