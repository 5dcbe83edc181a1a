import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { showDestination } from "@/lib/setup/destinations/show-destination";
import { createTestDestination, ctxOf } from "@/tools/testing/make-destination";
import { updateDestination } from "./update-destination";

test("an edit that pauses first is one step: what is refused pauses nothing, what is saved is paused with it", async () => {
  const { customerId, destinationId } = await createTestDestination();
  const of = { customerId, destinationId };
  const { version } = await showDestination(ctxOf(), of);
  const edit = { ...of, identifierKind: "device_id" as const, pausesFirst: true as const };
  await expect(updateDestination(ctxOf(), { ...edit, version: version + 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await showDestination(ctxOf(), of)).toMatchObject({ pausedAt: null, version });

  const saved = await updateDestination(ctxOf(), { ...edit, version });
  expect(saved).toMatchObject({ identifierKind: "device_id", pausedAt: expect.any(String) });
  expect(saved.version).toBe(version + 1);
  const paused = { customerId, action: "destination.paused", subjectId: destinationId };
  expect(await prisma.auditEntry.count({ where: paused })).toBe(1);
});
