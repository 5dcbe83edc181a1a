import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { ENDPOINT_WORKS, endpointState } from "./endpoint-view";

test("the fragment of SQL takes requests exactly where the state is not ended", async () => {
  const now = Date.now();
  const times = [null, new Date(now - 3_600_000), new Date(now + 3_600_000)];
  const rows = times.flatMap((expiresAt) => times.map((revokedAt) => ({ expiresAt, revokedAt })));

  const { rows: read } = await pool.query<{ works: boolean }>(
    `SELECT ${ENDPOINT_WORKS} AS works
     FROM unnest($1::timestamptz[], $2::timestamptz[]) WITH ORDINALITY AS e (expires_at, revoked_at, place) ORDER BY place`,
    [rows.map(({ expiresAt }) => expiresAt), rows.map(({ revokedAt }) => revokedAt)],
  );
  expect(read.map(({ works }) => works)).toEqual(
    rows.map((row) => endpointState(row, new Date(now)) !== "ended"),
  );
});
