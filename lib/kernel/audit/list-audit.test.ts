import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { updateCustomer } from "@/lib/setup/customers/update-customer";
import { createSource } from "@/lib/setup/sources/create-source";
import { makeMember, systemCtx } from "@/tools/testing/make-team";
import { listAuditActors } from "./list-actors";
import { listAudit, listCustomerAudit } from "./list-audit";

let ada: { userId: string; ctx: Ctx };
let bruno: { userId: string; ctx: Ctx };
let admin: Ctx;
let customerId: string;

beforeAll(async () => {
  ada = await makeMember("csm");
  bruno = await makeMember("csm");
  admin = (await makeMember("admin")).ctx;
  const customer = await createCustomer(ada.ctx, { name: "Acme", ownerId: null });
  customerId = customer.id;
  await createSource(ada.ctx, {
    customerId,
    name: "Braze Currents",
    heapAppId: "77",
    heapRegion: "us",
  } as Parameters<typeof createSource>[1]);
  await updateCustomer(bruno.ctx, { customerId, version: customer.version, name: "Acme Ltd" });
  await createCustomer(bruno.ctx, { name: "Other", ownerId: null });
});

const actionsOf = async (filter: object, ctx = admin) =>
  (await listAudit(ctx, { limit: 50, ...filter })).items.map((entry) => entry.action);

test("an owner is told by the current name, not by id", async () => {
  const { id, version } = await createCustomer(ada.ctx, { name: "Owned", ownerId: ada.userId });
  await updateCustomer(ada.ctx, { customerId: id, version, ownerId: bruno.userId });
  const names = await prisma.user.findMany({ where: { id: { in: [ada.userId, bruno.userId] } } });
  const nameOf = (userId: string) => names.find((user) => user.id === userId)?.name;
  const { items } = await listCustomerAudit(admin, { customerId: id, limit: 50, action: "customer.updated" });
  expect(items[0]).toMatchObject({
    after: { ownerId: bruno.userId },
    changes: [{ label: "Owner", before: nameOf(ada.userId), after: nameOf(bruno.userId) }],
  });
});

test("an entry says who did what to what, with current names, before and after", async () => {
  const { items } = await listCustomerAudit(admin, { customerId, limit: 50, action: "customer.updated" });
  expect(items).toEqual([
    expect.objectContaining({
      actor: { kind: "user", id: bruno.userId, name: expect.any(String) },
      summary: "Changed the customer “Acme Ltd”",
      customerName: "Acme Ltd",
      before: { name: "Acme" },
      after: { name: "Acme Ltd" },
    }),
  ]);
});

test("filters by actor, customer, action, group of actions and kind of actor", async () => {
  expect(await actionsOf({ actorId: bruno.userId })).toEqual(["customer.created", "customer.updated"]);
  expect(await actionsOf({ actorId: bruno.userId, customerId })).toEqual(["customer.updated"]);
  expect(await actionsOf({ action: "source.*", customerId })).toEqual(["source.created"]);
  expect(await actionsOf({ actorKind: "customer_link" })).toEqual([]);
  // An underscore is an ordinary character, not a wildcard.
  expect(await actionsOf({ action: "s_urce.*" })).toEqual([]);
});

test("filters by time: the first moment is included, the last is not", async () => {
  const entry = (await listAudit(admin, { limit: 1, customerId })).items[0];
  const at = new Date(entry?.at ?? 0).getTime();
  const iso = (ms: number) => new Date(ms).toISOString();
  expect(await actionsOf({ customerId, from: iso(at - 60_000), to: iso(at + 60_000) })).toHaveLength(4);
  expect(await actionsOf({ customerId, from: iso(at + 60_000) })).toEqual([]);
  expect(await actionsOf({ customerId, to: iso(at - 60_000) })).toEqual([]);
});

test("pages continue where the last one ended, without gap or repeat", async () => {
  const all = (await listAudit(admin, { limit: 100 })).items.map((entry) => entry.id);
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listAudit(admin, { limit: 2, cursor });
    seen.push(...page.items.map((entry) => entry.id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all);
});

test("the whole log needs a csm; a viewer reads one customer's; another customer's id is not found", async () => {
  const viewer = (await makeMember("viewer")).ctx;
  await expect(listAudit(viewer, { limit: 5 })).rejects.toMatchObject({ code: "forbidden" });
  expect((await listCustomerAudit(viewer, { customerId, limit: 5 })).items.length).toBeGreaterThan(0);
  await expect(
    listCustomerAudit(viewer, { customerId: crypto.randomUUID(), limit: 5 }),
  ).rejects.toMatchObject({ code: "not_found" });
  expect((await listAudit(systemCtx, { limit: 5 })).items.length).toBeGreaterThan(0);
});

test("the picker offers each person once, under the latest name", async () => {
  await prisma.auditEntry.create({
    data: {
      actorKind: "user",
      actorId: bruno.userId,
      actorName: "Bruno Newname",
      action: "customer.updated",
      subjectKind: "customer",
      subjectId: customerId,
    },
  });
  const { items } = await listAuditActors(admin);
  expect(items.filter((actor) => actor.id === bruno.userId)).toEqual([
    { kind: "user", id: bruno.userId, name: "Bruno Newname" },
  ]);
});
