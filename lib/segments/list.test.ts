import { expect, test } from "vitest";
import { pool } from "@/lib/db";
import { createTestDestination, ctxOf, postPage } from "@/lib/destinations/destination-testing";
import { listSegments } from "./list";
import { showSegment } from "./show";

test("segments come page by page with their counts, and only those of the customer", async () => {
  const destination = await createTestDestination();
  const other = await createTestDestination();
  const ids: string[] = [];
  for (const segment of ["1", "2", "3"]) ids.push(await postPage(destination, { segment, add: ["a", "b"] }));
  const foreignId = await postPage(other, { add: ["x"] });
  await pool.query("UPDATE member SET refused = 'no' WHERE segment_id = $1 AND user_key = 'a'", [ids[0]]);
  const { customerId } = destination;

  const first = await listSegments(ctxOf("viewer"), { customerId, limit: 2 });
  const second = await listSegments(ctxOf("viewer"), {
    customerId,
    limit: 2,
    afterId: first.nextAfterId ?? "",
  });

  expect(first.segments.map((segment) => segment.id)).toEqual(ids.slice(0, 2));
  expect(first.segments[0]).toMatchObject({
    wantedCount: 2,
    ackedCount: 0,
    owedCount: 1,
    refusedCount: 1,
    lastSync: null,
  });
  expect(second.segments.map((segment) => segment.id)).toEqual(ids.slice(2));
  expect(second.nextAfterId).toBeNull();
  await expect(showSegment(ctxOf("admin"), { customerId, segmentId: foreignId })).rejects.toMatchObject({
    code: "not_found",
  });
});
