import { expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { pool, prisma } from "@/lib/kernel/database";
import { UNFIT_WORDS } from "@/lib/vendors/braze/address-forms";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { readCsv } from "@/tools/testing/read-csv";
import { exportMembers } from "./export-members";
import { listMembers } from "./list-members";

async function makeSegment(identifierKind: "email" | "phone", add: readonly string[]) {
  const destination = await createTestDestination({ kind: "attribute", identifierKind });
  const segmentId = await postPage(destination, { add });
  return { ...destination, segmentId };
}

const find = async (at: { customerId: string; segmentId: string }, userKey: string) => {
  const { customerId, segmentId } = at;
  const { items } = await listMembers(ctxOf("viewer"), { customerId, segmentId, userKey, limit: 10 });
  return items.map((member) => member.userKey);
};

test("a member is found under any spelling of their address", async () => {
  const byMail = await makeSegment("email", ["Ann@Example.com", "Id-7"]);
  for (const typed of ["ann@example.com", "ANN@example.com", " Ann@Example.com "]) {
    expect(await find(byMail, typed)).toEqual(["ann@example.com"]);
  }
  expect(await find(byMail, "id-7")).toEqual([]);

  const byPhone = await makeSegment("phone", ["+1 415 555 0123"]);
  expect(await find(byPhone, "+1 (415) 555-0123")).toEqual(["+14155550123"]);
});

test("in a file, phone numbers are no formulas, and who was not sent is told from who was refused by Braze", async () => {
  const { customerId, segmentId } = await makeSegment("phone", ["+14155550123", "=1+1", "-5"]);
  await pool.query(
    "UPDATE member SET refused = 'Braze said no' WHERE user_key = '+14155550123' AND segment_id = $1",
    [segmentId],
  );
  await pool.query("UPDATE member SET refused = $2 WHERE user_key <> '+14155550123' AND segment_id = $1", [
    segmentId,
    UNFIT_WORDS.phone,
  ]);

  let text = "";
  for await (const chunk of await exportMembers(ctxOf(), { customerId, segmentId })) text += chunk;
  const rows = readCsv(text);
  expect(rows.map((row) => [row["user id"], row.standing, row["braze response"]])).toEqual([
    ["'+14155550123", "refused", "Braze said no"],
    ["'-5", "not sent", ""],
    ["'=1+1", "not sent", ""],
  ]);
  expect(rows[1]?.["not sent because"]).toBe(UNFIT_WORDS.phone);
});

test("no entry of the audit log about an export or a change names an address", async () => {
  const at = await makeSegment("email", ["ann@example.com"]);
  const { customerId, destinationId, segmentId } = at;
  for await (const _ of await exportMembers(ctxOf(), { customerId, segmentId, userKey: "Ann@example.com" }));
  const { version } = await prisma.destination.findUniqueOrThrow({ where: { id: destinationId } });
  await updateDestination(ctxOf(), { customerId, destinationId, version, identifierKind: "external_id" });

  const { rows } = await pool.query("SELECT action, before, after FROM audit_entry WHERE customer_id = $1", [
    customerId,
  ]);
  expect(rows.map(({ action }) => action)).toEqual(["segment.members_exported", "destination.updated"]);
  expect(JSON.stringify(rows).toLowerCase()).not.toContain("ann@");
});
