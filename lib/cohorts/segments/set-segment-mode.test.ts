import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import type { TributaryError } from "@/lib/kernel/errors";
import { createTestDestination, ctxOf, postPage, readMembers } from "@/tools/testing/make-destination";
import { setSegmentIdentifier } from "./set-segment-identifier";
import { setSegmentMode } from "./set-segment-mode";
import { showSegment } from "./show-segment";

async function makeSegments(count: number, mode: string) {
  const destination = await createTestDestination();
  const ids = Array.from({ length: count }, () => uuidv7());
  await pool.query(
    `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode)
     SELECT id, $2, $3, id::text, 'S', $4::segment_mode FROM unnest($1::uuid[]) AS new(id)`,
    [ids, destination.customerId, destination.destinationId, mode],
  );
  return { ...destination, ids };
}

async function countRecurring(destinationId: string): Promise<number> {
  const { rows } = await pool.query(
    "SELECT count(*)::int AS count FROM segment WHERE destination_id = $1 AND mode = 'recurring'",
    [destinationId],
  );
  return rows[0].count;
}

test("of 40 segments set to recurring at once exactly 30 become recurring; each has its audit entry", async () => {
  const { customerId, destinationId, ids } = await makeSegments(40, "off");

  const results = await Promise.allSettled(
    ids.map((segmentId) => setSegmentMode(ctxOf(), { customerId, segmentId, mode: "recurring" })),
  );

  const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refusals.map((reason: TributaryError) => reason.code)).toEqual(Array(10).fill("limit_reached"));
  expect(await countRecurring(destinationId)).toBe(30);
  const { rows } = await pool.query(
    "SELECT before, after FROM audit_entry WHERE customer_id = $1 AND action = 'segment.mode_set'",
    [customerId],
  );
  expect(rows).toHaveLength(30);
  expect(rows[0]).toEqual({ before: { mode: "off" }, after: { mode: "recurring" } });
});

test("of 40 new segments seen at once 30 start recurring and ten off, with one alert until each was turned on", async () => {
  const destination = await createTestDestination();
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => postPage(destination, { segment: `s${index}`, add: ["a"] })),
  );

  expect(await countRecurring(destination.destinationId)).toBe(30);
  const open = async () =>
    (
      await pool.query<{ message: string }>(
        "SELECT message FROM alert WHERE kind = 'recurring_cap' AND customer_id = $1 AND resolved_at IS NULL",
        [destination.customerId],
      )
    ).rows;
  expect(await open()).toEqual([{ message: expect.stringMatching(/^10 new segments are off/) }]);

  const { rows: off } = await pool.query<{ id: string }>(
    "SELECT id FROM segment WHERE destination_id = $1 AND mode = 'off'",
    [destination.destinationId],
  );
  for (const [index, { id }] of off.entries()) {
    await setSegmentMode(ctxOf(), { ...destination, segmentId: id, mode: "manual" });
    expect(await open()).toHaveLength(index < 9 ? 1 : 0);
  }
});

test("a recurring segment gets a date for its next sync; others have none", async () => {
  const { customerId, ids } = await makeSegments(1, "off");
  const segmentId = ids[0] ?? "";
  const show = () => showSegment(ctxOf("viewer"), { customerId, segmentId });

  await setSegmentMode(ctxOf(), { customerId, segmentId, mode: "recurring" });
  expect((await show()).nextSyncAt).toEqual(expect.any(String));

  await setSegmentMode(ctxOf(), { customerId, segmentId, mode: "manual" });
  expect(await show()).toMatchObject({ nextSyncAt: null, mode: "manual", version: 3 });
});

test("a change is refused for a viewer, an outdated version, and a segment of another customer", async () => {
  const { customerId, ids } = await makeSegments(1, "off");
  const other = await createTestDestination();
  const segmentId = ids[0] ?? "";
  const change = { customerId, segmentId, mode: "manual" as const };

  await expect(setSegmentMode(ctxOf("viewer"), change)).rejects.toMatchObject({ code: "forbidden" });
  await expect(setSegmentMode(ctxOf(), { ...change, version: 9 })).rejects.toMatchObject({
    code: "conflict",
    details: { yourVersion: 9, currentVersion: 1, version: 1 },
  });
  await expect(setSegmentMode(ctxOf(), { ...change, customerId: other.customerId })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("an archived customer's segments cannot be changed", async () => {
  const { customerId, ids } = await makeSegments(1, "off");
  await pool.query("UPDATE customer SET state = 'archived' WHERE id = $1", [customerId]);
  const change = { customerId, segmentId: ids[0] ?? "" };

  await expect(setSegmentMode(ctxOf(), { ...change, mode: "manual" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("archived"),
  });
  await expect(
    setSegmentIdentifier(ctxOf(), { ...change, identifierKind: "device_id", aliasLabel: null }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("another identifier makes everybody owed again and leaves the counts right", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  await pool.query("UPDATE member SET acked = true WHERE segment_id = $1", [segmentId]);
  await pool.query("UPDATE segment SET acked_count = 2 WHERE id = $1", [segmentId]);
  const change = { ...destination, segmentId, identifierKind: "alias" as const, aliasLabel: "email" };

  await expect(setSegmentIdentifier(ctxOf(), { ...change, aliasLabel: " " })).rejects.toMatchObject({
    code: "invalid",
  });
  await setSegmentIdentifier(ctxOf(), change);

  const members = await readMembers(segmentId);
  expect(members.owed).toEqual(["a", "b"]);
  expect(members.counts).toEqual({ wanted: 2, acked: 0 });
});
