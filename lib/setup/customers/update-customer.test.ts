import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { makeMember, systemCtx } from "@/tools/testing/make-team";
import { archiveCustomer } from "./archive-customer";
import { createCustomer } from "./create-customer";
import { showCustomer } from "./show-customer";
import { updateCustomer } from "./update-customer";

test("an edit and its audit entry name exactly what changed", async () => {
  const { ctx } = await makeMember("csm");
  const { id, version } = await createCustomer(ctx, { name: "  Before  ", ownerId: null });
  const updated = await updateCustomer(ctx, { customerId: id, version, name: "After", state: "onboarding" });

  expect(updated).toMatchObject({ name: "After", state: "onboarding", version: version + 1 });
  const entries = await prisma.auditEntry.findMany({ where: { customerId: id }, orderBy: { id: "asc" } });
  expect(entries.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    {
      action: "customer.created",
      before: null,
      after: { name: "Before", ownerId: null, state: "onboarding" },
    },
    { action: "customer.updated", before: { name: "Before" }, after: { name: "After" } },
  ]);
});

test("of many edits of one version exactly one succeeds; the others are told", async () => {
  const { id, version } = await createCustomer(systemCtx, { name: "Race", ownerId: null });
  const edits = Array.from({ length: 6 }, (_, index) =>
    updateCustomer(systemCtx, { customerId: id, version, name: `Race ${index}` }),
  );
  const results = await Promise.allSettled(edits);

  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
  }
  const updates = await prisma.auditEntry.count({ where: { customerId: id, action: "customer.updated" } });
  expect(updates).toBe(1);
});

test("a change fails if its audit entry cannot be written", async () => {
  const { id, version } = await createCustomer(systemCtx, { name: "Kept", ownerId: null });
  const nameless = { actor: { kind: "system", name: null as unknown as string } } as const;

  await expect(updateCustomer(nameless, { customerId: id, version, name: "Changed" })).rejects.toThrow();
  expect(await showCustomer(systemCtx, { customerId: id })).toMatchObject({ name: "Kept", version });
});

test("a viewer changes nothing, and an unknown customer is not found", async () => {
  const viewer = await makeMember("viewer");
  const { id, version } = await createCustomer(systemCtx, { name: "Closed", ownerId: null });
  const missing = "0192f0c1-2345-7000-8000-000000000000";

  await expect(updateCustomer(viewer.ctx, { customerId: id, version, name: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(createCustomer(viewer.ctx, { name: "x", ownerId: null })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(showCustomer(viewer.ctx, { customerId: missing })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("an archived customer can only come back paused", async () => {
  const { id, version } = await createCustomer(systemCtx, { name: "Gone", ownerId: null });
  const archived = await archiveCustomer(systemCtx, { customerId: id, version });
  const back = { customerId: id, version: archived.version };

  await expect(updateCustomer(systemCtx, { ...back, state: "live" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await updateCustomer(systemCtx, { ...back, state: "paused" })).toMatchObject({ state: "paused" });
});

test("an owner must be a member of the team who can sign in", async () => {
  const gone = await makeMember("csm");
  await prisma.user.update({ where: { id: gone.userId }, data: { disabledAt: new Date() } });

  await expect(createCustomer(systemCtx, { name: "Owned", ownerId: gone.userId })).rejects.toMatchObject({
    code: "invalid",
  });
});
