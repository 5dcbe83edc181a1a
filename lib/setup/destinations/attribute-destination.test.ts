import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { prisma } from "@/lib/kernel/database";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { askSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { createDestination } from "./create-destination";
import type { DestinationInput } from "./destination-input";
import { testKey } from "./test-key";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});

afterAll(() => sandbox.close());

async function create(settings: Partial<DestinationInput> = {}) {
  const { id: customerId } = await prisma.customer.create({ data: { name: "Own company" } });
  const input = { name: "Attributes", kind: "attribute", brazeInstance: "sandbox", ...settings } as const;
  const made = await createDestination(ctxOf(), { customerId, ...input });
  return { ...made, destinationId: made.id };
}

async function checksOf({ customerId }: { customerId: string }) {
  const { destinations } = await listHops(ctxOf("viewer"), { customerId });
  return destinations[0]?.checks.map(({ kind, provenAt }) => [kind, provenAt !== null]);
}

/** A key of a workspace in the sandbox that may not track users. */
function keyWithoutTrack(): string {
  const name = randomUUID();
  configureWorkspace(sandbox.state.braze, { key: `sandbox-${name}`, mayTrack: false });
  return `sandbox-rest-${name}`;
}

test("a REST API key that Braze accepts is saved and proves its hop; there is no hop for a cohort", async () => {
  const made = await create({ restApiKey: `sandbox-rest-${randomUUID()}`, testsKey: true });
  expect(made).toMatchObject({ kind: "attribute", hasRestApiKey: true, hasDataImportKey: false });
  expect(await checksOf(made)).toEqual([
    ["signed_page", false],
    ["braze_key_accepted", true],
    ["first_members_accepted", false],
  ]);
});

test("a key without users.track is not saved, and the permission is named; trying a stored one opens the alert", async () => {
  const restApiKey = keyWithoutTrack();
  const refusal = {
    code: "invalid",
    details: { isKeyRefused: true, fields: { restApiKey: expect.stringContaining("users.track") } },
  };
  await expect(create({ restApiKey, testsKey: true })).rejects.toMatchObject(refusal);

  const made = await create();
  const { customerId, destinationId, version } = made;
  const change = { customerId, destinationId, version, restApiKey };
  await expect(updateDestination(ctxOf(), { ...change, testsKey: true })).rejects.toMatchObject(refusal);
  await expect(testKey(ctxOf(), made)).rejects.toMatchObject({
    code: "conflict",
    message: "There is no REST API key yet: enter one first.",
  });

  await updateDestination(ctxOf(), change);
  expect(await testKey(ctxOf(), made)).toMatchObject({ isAccepted: false, status: 401 });
  expect(await prisma.alert.findFirst({ where: { customerId, kind: "braze_key_refused" } })).toMatchObject({
    message: expect.stringContaining("users.track"),
  });
});

test("what custom attributes do not take is refused by name: devices and a Data Import Key", async () => {
  const refused = (field: string) => ({
    code: "invalid",
    details: { fields: { [field]: expect.any(String) } },
  });
  await expect(create({ identifierKind: "device_id" })).rejects.toMatchObject(refused("identifierKind"));
  await expect(create({ dataImportKey: "sandbox-some-key" })).rejects.toMatchObject(refused("dataImportKey"));

  const made = await create({ identifierKind: "alias", aliasLabel: "heap" });
  const change = { customerId: made.customerId, destinationId: made.id, version: made.version };
  await expect(
    updateDestination(ctxOf(), { ...change, identifierKind: "external_id_or_device_id" }),
  ).rejects.toMatchObject(refused("identifierKind"));
  await expect(
    updateDestination(ctxOf(), { ...change, dataImportKey: "sandbox-some-key" }),
  ).rejects.toMatchObject(refused("dataImportKey"));

  const destination = await createTestDestination({ kind: "attribute" });
  const segmentId = await postPage(destination, { add: ["a"] });
  const { customerId } = destination;
  await expect(
    setSegmentIdentifier(ctxOf(), { customerId, segmentId, identifierKind: "device_id", aliasLabel: null }),
  ).rejects.toMatchObject(refused("identifierKind"));
});

test("by email address or phone number only attributes identify users: for cohorts it is refused by name", async () => {
  const refused = {
    code: "invalid",
    details: { fields: { identifierKind: expect.stringContaining("not by email address or phone number") } },
  };
  for (const identifierKind of ["email", "phone"] as const) {
    expect(await create({ identifierKind })).toMatchObject({ identifierKind });
    await expect(create({ kind: "cohort", identifierKind })).rejects.toMatchObject(refused);

    const destination = await createTestDestination();
    const { customerId, destinationId } = destination;
    await expect(
      updateDestination(ctxOf(), { customerId, destinationId, version: 1, identifierKind }),
    ).rejects.toMatchObject(refused);
    const segmentId = await postPage(destination, { add: ["a"] });
    await expect(
      setSegmentIdentifier(ctxOf(), { customerId, segmentId, identifierKind, aliasLabel: null }),
    ).rejects.toMatchObject(refused);
  }
});

test("a new REST API key is for another workspace unless a person says otherwise: then everybody is owed again", async () => {
  const destination = await createTestDestination({ kind: "attribute" });
  const { customerId, destinationId } = destination;
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  await runToEnd(await askSync(destination, segmentId));
  const shown = () => showSegment(ctxOf("viewer"), { customerId, segmentId });
  const { attributeName } = await shown();
  expect(await shown()).toMatchObject({ owed: 0, acked: 2, destination: { kind: "attribute" } });

  const replace = async (sameWorkspace?: boolean) => {
    const { version } = await prisma.destination.findUniqueOrThrow({ where: { id: destinationId } });
    const restApiKey = `sandbox-rest-${randomUUID()}`;
    await updateDestination(ctxOf(), { customerId, destinationId, version, restApiKey, sameWorkspace });
  };
  await replace(true);
  expect((await shown()).owed).toBe(0);
  await replace();
  expect(await shown()).toMatchObject({ owed: 2, attributeName });

  const last = await prisma.auditEntry.findFirst({ where: { customerId }, orderBy: { id: "desc" } });
  expect(last).toMatchObject({
    action: "destination.updated",
    after: { restApiKey: "replaced", workspace: "another" },
  });
});
