import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { showDestination } from "@/lib/setup/destinations/show-destination";
import { createTestDestination, ctxOf } from "@/tools/testing/make-destination";
import { updateDestination } from "./update-destination";

test("a destination with attributes chooses what leaving writes and what names begin with; the log has both", async () => {
  const { customerId, destinationId } = await createTestDestination({ kind: "attribute" });
  const change = { customerId, destinationId, version: 1, clearsLeavers: true, attributePrefix: " acme_ " };
  const changed = await updateDestination(ctxOf(), change);
  expect(changed).toMatchObject({
    kind: "attribute",
    clearsLeavers: true,
    attributePrefix: "acme_",
    version: 2,
  });
  expect(await showDestination(ctxOf("viewer"), { customerId, destinationId })).toEqual(changed);

  const { rows } = await pool.query(
    "SELECT after FROM audit_entry WHERE customer_id = $1 AND action = 'destination.updated'",
    [customerId],
  );
  expect(rows).toEqual([{ after: { clearsLeavers: true, attributePrefix: "acme_" } }]);
});

test.each(["", "Heap_", "1st_", "heap users", "heap-", `a${"b".repeat(30)}`])(
  "'%s' is no beginning of a name",
  async (attributePrefix) => {
    const { customerId, destinationId } = await createTestDestination({ kind: "attribute" });
    const change = { customerId, destinationId, version: 1, attributePrefix };
    await expect(updateDestination(ctxOf(), change)).rejects.toThrow("must begin with a letter");
  },
);

test("a destination of cohorts has no such choice", async () => {
  const { customerId, destinationId } = await createTestDestination();
  for (const choice of [{ clearsLeavers: true }, { attributePrefix: "acme_" }]) {
    const change = { customerId, destinationId, version: 1, ...choice };
    await expect(updateDestination(ctxOf(), change)).rejects.toThrow(
      "are only for destinations with custom attributes",
    );
  }
});
