import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { listMembers } from "./list-members";

test("owed and refused members are listed page by page with Braze's message, and one is found by its user key", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a", "b", "c", "d", "e"] });
  await pool.query("UPDATE member SET acked = true WHERE segment_id = $1 AND user_key = 'b'", [segmentId]);
  await pool.query("UPDATE member SET refused = 'bad id' WHERE segment_id = $1 AND user_key >= 'd'", [
    segmentId,
  ]);
  const list = (wish: object) =>
    listMembers(ctxOf("viewer"), { customerId: destination.customerId, segmentId, limit: 1, ...wish });

  for (const [standing, keys] of [
    ["owed", ["a", "c"]],
    ["refused", ["d", "e"]],
    [undefined, ["a", "b", "c", "d", "e"]],
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ standing, cursor });
      seen.push(...page.items.map((member) => member.userKey));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(keys);
  }

  expect((await list({ userKey: "d" })).items).toEqual([
    { userKey: "d", wanted: true, acked: false, refused: "bad id" },
  ]);
  expect((await list({ userKey: "nobody" })).items).toEqual([]);
});
