import { expect, test } from "vitest";
import { listCustomers } from "@/lib/insight/customer-list/list-customers";
import { pool, prisma } from "@/lib/kernel/database";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { createSource } from "@/lib/setup/sources/create-source";
import { systemCtx } from "@/tools/testing/make-team";
import { createCustomer } from "./create-customer";
import { readBooks, readBooksOf } from "./read-books";

const source = { name: "Currents", heapAppId: "1", heapRegion: "us" } as const;

test("the books add up batches, segments and members per customer", async () => {
  const first = await createCustomer(systemCtx, { name: "Books one", ownerId: null });
  const second = await createCustomer(systemCtx, { name: "Books two", ownerId: null });
  const { id: sourceId } = await createSource(systemCtx, { ...source, customerId: first.id });
  const { id: otherId } = await createSource(systemCtx, { ...source, customerId: first.id });
  const batch = { customerId: first.id, byteSize: 2, body: Buffer.from("[]") };
  await prisma.batch.createMany({
    data: [
      { ...batch, sourceId, digest: Buffer.from("a"), accepted: 10, forwarded: 4, filtered: 1 },
      {
        ...batch,
        sourceId: otherId,
        digest: Buffer.from("b"),
        accepted: 7,
        forwarded: 3,
        duplicate: 2,
        quarantined: 2,
        state: "done",
      },
    ],
  });

  const destination = await createDestination(systemCtx, {
    customerId: second.id,
    name: "Cohorts",
    brazeInstance: "US-01",
  });
  const segment = await prisma.segment.create({
    data: {
      customerId: second.id,
      destinationId: destination.id,
      heapSegmentId: "1",
      name: "Segment",
      mode: "manual",
      wantedCount: 3,
      ackedCount: 2,
    },
  });
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, acked, task_order, refused)
     VALUES ($1, 'in-step', true, true, 1, NULL), ($1, 'to-add', true, false, 1, NULL),
            ($1, 'to-remove', false, true, 1, NULL), ($1, 'unknown', true, NULL, 1, NULL),
            ($1, 'refused', true, false, 1, 'no such user')`,
    [segment.id],
  );

  expect(await readBooksOf(first.id)).toEqual({
    accepted: 17,
    pending: 5,
    forwarded: 7,
    filtered: 1,
    duplicate: 2,
    quarantined: 2,
    isBalanced: true,
    segments: 0,
    wanted: 0,
    acked: 0,
    owed: 0,
    refused: 0,
  });
  expect(await readBooksOf(second.id)).toMatchObject({
    accepted: 0,
    segments: 1,
    wanted: 3,
    acked: 2,
    owed: 3,
    refused: 1,
  });
  expect((await readBooks()).size).toBe(await prisma.customer.count());
});

test("the list has every customer once across its pages, and searches for a part of the name literally", async () => {
  for (const name of ["100% Oak", "100 Oak", "Zebra", "zebra", "Ärger", "Zebra"]) {
    await createCustomer(systemCtx, { name, ownerId: null });
  }

  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCustomers(systemCtx, { limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);

  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(await prisma.customer.count({ where: { state: { not: "archived" } } }));
  const found = await listCustomers(systemCtx, { limit: 10, q: "0% o" });
  expect(found.items.map(({ name }) => name)).toEqual(["100% Oak"]);
  await expect(listCustomers(systemCtx, { limit: 2, cursor: "nonsense" })).rejects.toMatchObject({
    code: "invalid",
  });
});
