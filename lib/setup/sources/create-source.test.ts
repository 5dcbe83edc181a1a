import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { isRecommended, RECOMMENDED_TYPES } from "@/lib/vendors/braze/catalog";
import { systemCtx } from "@/tools/testing/make-team";
import { createSource } from "./create-source";

async function create(eventTypes: unknown) {
  const { id: customerId } = await prisma.customer.create({ data: { name: "Types" } });
  const input = { name: "Currents", heapAppId: "7", heapRegion: "us", eventTypes };
  return createSource(systemCtx, { customerId, ...input } as Parameters<typeof createSource>[1]);
}

test("a source may take the recommended event types: what people did, and not what was sent to them", async () => {
  const { eventTypes } = await create("recommended");
  expect(eventTypes).toContain("users.messages.email.Open");
  expect(eventTypes).not.toContain("users.messages.email.Send");
  expect(eventTypes?.every(isRecommended)).toBe(true);
  expect((await create(null)).eventTypes).toBeNull();
});

test("a source says whether its list is the recommended one, however it was written", async () => {
  expect(await create("recommended")).toMatchObject({ hasRecommendedTypes: true });
  expect(await create(RECOMMENDED_TYPES.toReversed())).toMatchObject({ hasRecommendedTypes: true });
  expect(await create(RECOMMENDED_TYPES.slice(1))).toMatchObject({ hasRecommendedTypes: false });
  expect(await create(null)).toMatchObject({ hasRecommendedTypes: false });
});

test("no event type at all is refused with what to do", async () => {
  await expect(create([])).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining('must name an event type, or be "recommended", or null for all'),
  });
});
