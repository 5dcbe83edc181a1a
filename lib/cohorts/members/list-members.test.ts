import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { listMembers, type MemberView } from "./list-members";
import { listSimilarMembers } from "./list-similar-members";

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
    {
      userKey: "d",
      wanted: true,
      acked: false,
      refused: "bad id",
      unfit: false,
      namedAt: expect.any(String),
    },
  ]);
  expect((await list({ userKey: "nobody" })).items).toEqual([]);
});

test("who is in a segment and who left it are apart, latest first, with the time of Heap, page by page", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a", "b", "c"] });
  await postPage(destination, { add: ["d"], remove: ["a"] });
  await postPage(destination, { add: ["b"], remove: ["c"] });

  const seen = async (standing: "in" | "left") => {
    const items: MemberView[] = [];
    let cursor: string | undefined;
    do {
      const ids = { customerId: destination.customerId, segmentId };
      const page = await listMembers(ctxOf("viewer"), { ...ids, standing, limit: 1, cursor });
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return items;
  };
  const [inside, left] = [await seen("in"), await seen("left")];
  expect(inside.map(({ userKey }) => userKey)).toEqual(["b", "d"]);
  expect(left.map(({ userKey }) => userKey)).toEqual(["c", "a"]);
  expect(inside[0]?.namedAt).toBe(left[0]?.namedAt);
});

test("another spelling of a member's id is found, and none of another customer's", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["user-901", "Anna.Smith", "ANNA.SMITH"] });
  const { customerId } = destination;
  const find = async (userKey: string) =>
    (await listSimilarMembers(ctxOf("viewer"), { customerId, segmentId, userKey })).items;

  expect(await find(" User-901 ")).toEqual(["user-901"]);
  expect((await find("anna.smith")).sort()).toEqual(["ANNA.SMITH", "Anna.Smith"]);
  expect(await find("user-901")).toEqual([]);
  const other = await createTestDestination();
  await expect(
    listSimilarMembers(ctxOf("viewer"), { customerId: other.customerId, segmentId, userKey: "User-901" }),
  ).rejects.toMatchObject({ code: "not_found" });
});
