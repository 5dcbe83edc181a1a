import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { bookDelivery } from "./book-delivery";
import { closeLostDeliveries } from "./close-lost-deliveries";

test("a call whose process died gets an end; one that may still be under way does not", async () => {
  const source = await makeSource({ heapAppId: "8811" });
  const book = async () => {
    const booked = await bookDelivery(
      {
        customerId: source.customerId,
        sourceId: source.id,
        heapApp: "sandbox:8811",
        eventCount: 1,
        mapping: PLAIN_MAPPING,
      },
      Number.POSITIVE_INFINITY,
    );
    if (booked.kind !== "go") throw new Error("nothing should hold the call back");
    return booked.deliveryId;
  };
  const lost = await book();
  const underWay = await book();
  await pool.query("UPDATE delivery SET started_at = started_at - interval '3 min' WHERE id = $1", [lost]);

  expect(await closeLostDeliveries()).toBe(1);

  const { rows } = await pool.query("SELECT id, state, words FROM delivery ORDER BY id");
  expect(rows).toEqual([
    { id: lost, state: "failed", words: expect.stringContaining("no record of a response") },
    { id: underWay, state: "sending", words: null },
  ]);
  expect(await closeLostDeliveries()).toBe(0);
});
