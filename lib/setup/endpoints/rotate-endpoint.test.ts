import { beforeAll, expect, test } from "vitest";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { prisma } from "@/lib/kernel/database";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createSource } from "@/lib/setup/sources/create-source";
import { makeMember, systemCtx } from "@/tools/testing/make-team";
import { createEndpoint } from "./create-endpoint";
import { listEndpoints } from "./list-endpoints";
import { revealEndpoint } from "./reveal-endpoint";
import { revokeEndpoint } from "./revoke-endpoint";
import { rotateEndpoint } from "./rotate-endpoint";

let customerId: string;

beforeAll(async () => {
  customerId = (await createCustomer(systemCtx, { name: "Rotating", ownerId: null })).id;
});

async function makeSource() {
  const input = { customerId, name: "Currents", heapAppId: "1", heapRegion: "us" } as const;
  const { id, endpoint } = await createSource(systemCtx, input);
  return { owner: { customerId, sourceId: id }, endpoint };
}

async function probe(url: string): Promise<string> {
  const token = url.split("/").at(-1) ?? "";
  return (await acceptBatch({ token, bearerToken: null, body: Buffer.from("") })).kind;
}

test("in the overlap both addresses work; without one the old address ends at once", async () => {
  const { owner, endpoint } = await makeSource();
  const next = await rotateEndpoint(systemCtx, { ...owner, endpointId: endpoint.id, overlapHours: 24 });
  expect([await probe(endpoint.url), await probe(next.url)]).toEqual(["probe", "probe"]);

  const last = await rotateEndpoint(systemCtx, { ...owner, endpointId: next.id, overlapHours: 0 });
  expect([await probe(next.url), await probe(last.url)]).toEqual(["unknown_endpoint", "probe"]);
});

test("at most two addresses work at once: a second overlap is refused until the first is over", async () => {
  const { owner, endpoint } = await makeSource();
  const second = await rotateEndpoint(systemCtx, { ...owner, endpointId: endpoint.id, overlapHours: 168 });
  const again = { ...owner, endpointId: second.id, overlapHours: 1 };

  await expect(rotateEndpoint(systemCtx, again)).rejects.toMatchObject({ code: "limit_reached" });
  await revokeEndpoint(systemCtx, { ...owner, endpointId: endpoint.id });
  await rotateEndpoint(systemCtx, again);

  const states = (await listEndpoints(systemCtx, { ...owner, limit: 50 })).items.map(({ state }) => state);
  expect(states).toEqual(["current", "overlapping", "ended"]);
});

test("of many rotations at once one is made", async () => {
  const { owner, endpoint } = await makeSource();
  const rotations = Array.from({ length: 5 }, () =>
    rotateEndpoint(systemCtx, { ...owner, endpointId: endpoint.id, overlapHours: 24 }),
  );
  const results = await Promise.allSettled(rotations);

  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const current = await prisma.endpoint.count({
    where: { sourceId: owner.sourceId, expiresAt: null, revokedAt: null },
  });
  expect(current).toBe(1);
});

test("an overlap is 0 to 168 hours, and only the current endpoint is rotated", async () => {
  const { owner, endpoint } = await makeSource();
  for (const overlapHours of [-1, 169, Number.NaN]) {
    await expect(
      rotateEndpoint(systemCtx, { ...owner, endpointId: endpoint.id, overlapHours }),
    ).rejects.toMatchObject({ code: "invalid" });
  }

  await rotateEndpoint(systemCtx, { ...owner, endpointId: endpoint.id, overlapHours: 1 });
  await expect(
    rotateEndpoint(systemCtx, { ...owner, endpointId: endpoint.id, overlapHours: 1 }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("a new endpoint can be made after the last was revoked, but not beside a current one", async () => {
  const { owner, endpoint } = await makeSource();
  await expect(createEndpoint(systemCtx, owner)).rejects.toMatchObject({ code: "limit_reached" });

  await revokeEndpoint(systemCtx, { ...owner, endpointId: endpoint.id });
  await revokeEndpoint(systemCtx, { ...owner, endpointId: endpoint.id });
  const made = await createEndpoint(systemCtx, owner);
  expect([await probe(endpoint.url), await probe(made.url)]).toEqual(["unknown_endpoint", "probe"]);
});

test("revealing is for a csm, is audited, and never shows another owner's endpoint", async () => {
  const { owner, endpoint } = await makeSource();
  const other = await makeSource();
  const csm = await makeMember("csm");
  const viewer = await makeMember("viewer");

  expect(await revealEndpoint(csm.ctx, { ...owner, endpointId: endpoint.id })).toMatchObject({
    url: endpoint.url,
  });
  await expect(revealEndpoint(viewer.ctx, { ...owner, endpointId: endpoint.id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(revealEndpoint(csm.ctx, { ...other.owner, endpointId: endpoint.id })).rejects.toMatchObject({
    code: "not_found",
  });
  const entries = await prisma.auditEntry.findMany({ where: { action: "endpoint.revealed" } });
  expect(entries.map(({ actorId, subjectId }) => [actorId, subjectId])).toEqual([[csm.userId, endpoint.id]]);
});
