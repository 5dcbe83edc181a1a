import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { bookDelivery, type Reservation } from "./book-delivery";

const LIMIT_PER_MINUTE = 10;

async function makeBooker(heapAppId: string): Promise<(eventCount: number) => Promise<Reservation>> {
  const { customerId, id: sourceId } = await makeSource({ heapAppId });
  const draft = { customerId, sourceId, heapApp: `sandbox:${heapAppId}`, mapping: PLAIN_MAPPING };
  return (eventCount) => bookDelivery({ ...draft, eventCount }, LIMIT_PER_MINUTE);
}

const kindsOf = (reservations: readonly Reservation[]) => reservations.map(({ kind }) => kind);

test("calls booked at the same moment keep each app's limit: one that is full keeps no other waiting", async () => {
  const full = await makeBooker("8821");
  const free = await makeBooker("8822");
  expect(await full(LIMIT_PER_MINUTE)).toMatchObject({ kind: "go" });

  expect(kindsOf(await Promise.all([full(1), free(4), free(4), free(4), full(1)]))).toEqual([
    "wait",
    "go",
    "go",
    "wait",
    "wait",
  ]);
});

test("whoever is booking for an app makes that app's calls wait, and no others", async () => {
  const busy = await makeBooker("8823");
  const free = await makeBooker("8824");
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('sandbox:8823', 1))");

  let isBusyBooked = false;
  const booking = busy(1).then((reservation) => {
    isBusyBooked = true;
    return reservation;
  });
  expect(kindsOf(await Promise.all([free(1), free(1)]))).toEqual(["go", "go"]);
  expect(isBusyBooked).toBe(false);

  await holder.query("COMMIT");
  holder.release();
  expect(await booking).toMatchObject({ kind: "go" });
});
