import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Once } from "@/lib/kernel/api/idempotency";
import { prisma } from "@/lib/kernel/database";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { createSource } from "@/lib/setup/sources/create-source";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import { systemCtx } from "@/tools/testing/make-team";
import { createEndpoint } from "./create-endpoint";
import { revokeEndpoint } from "./revoke-endpoint";
import { rotateEndpoint } from "./rotate-endpoint";

let customerId: string;

beforeAll(async () => {
  customerId = (await createCustomer(systemCtx, { name: "Repeating", ownerId: null })).id;
});

let apps = 0;
const newSource = (once?: Once) =>
  createSource(
    systemCtx,
    { customerId, name: "Currents", heapAppId: String(7_700 + (once ? 0 : ++apps)), heapRegion: "us" },
    once,
  );

/** Each makes something with a secret address; the endpoint or link that has it is what a repeat shows again. */
const CREATIONS: Record<string, () => Promise<(once: Once) => Promise<string>>> = {
  "a source": async () => async (once) => (await newSource(once)).endpoint.id,
  "a destination": async () => async (once) =>
    (await createDestination(systemCtx, { customerId, name: "Acme", brazeInstance: "US-01" }, once)).endpoint
      .id,
  "a rotated endpoint": async () => {
    const { id: sourceId, endpoint } = await newSource();
    const input = { customerId, sourceId, endpointId: endpoint.id, overlapHours: 1 };
    return async (once) => (await rotateEndpoint(systemCtx, input, once)).id;
  },
  "an endpoint after a revoked one": async () => {
    const { id: sourceId, endpoint } = await newSource();
    await revokeEndpoint(systemCtx, { customerId, sourceId, endpointId: endpoint.id });
    return async (once) => (await createEndpoint(systemCtx, { customerId, sourceId }, once)).id;
  },
  "a status link": async () => async (once) => (await createStatusLink(systemCtx, { customerId }, once)).id,
};

test.each(Object.entries(CREATIONS))(
  "each repeat of the creation of %s, which shows its address again, stands in the audit log",
  async (_, prepare) => {
    const create = await prepare();
    const once = { key: randomUUID(), digest: new Uint8Array(32) };
    const ids = [await create(once), await create(once), await create(once)];

    expect(new Set(ids).size).toBe(1);
    const shown = { subjectId: ids[0], action: { in: ["endpoint.revealed", "status_link.revealed"] } };
    expect(await prisma.auditEntry.count({ where: shown })).toBe(2);
  },
);
