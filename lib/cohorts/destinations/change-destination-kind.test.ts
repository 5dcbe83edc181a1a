import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { prisma } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { askSync, membershipIn, runToEnd, sentTo, useSandbox } from "@/tools/testing/run-syncs";
import { changeDestinationKind } from "./change-destination-kind";
import { updateDestination } from "./update-destination";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  env().BRAZE_PARTNER_KEY_US = "sandbox-partner-key";
});

afterEach(() => {
  env().BRAZE_PARTNER_KEY_US = "sandbox-partner-key";
});

afterAll(() => sandbox.close());

const restKeyOf = ({ workspaceKey }: TestDestination) => workspaceKey.replace("sandbox-", "sandbox-rest-");
const stored = ({ destinationId: id }: TestDestination) =>
  prisma.destination.findUniqueOrThrow({ where: { id } });

async function change(destination: TestDestination, kind: "cohort" | "attribute", key?: string) {
  const { customerId, destinationId } = destination;
  const { version } = await stored(destination);
  const keys = kind === "cohort" ? { dataImportKey: key } : { restApiKey: key };
  return changeDestinationKind(ctxOf(), {
    customerId,
    destinationId,
    version,
    kind,
    ...keys,
    testsKey: true,
  });
}

test("cohorts become attributes and cohorts again: everybody is sent as the new kind, and what was there stays as it is", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  await runToEnd(await askSync(destination, segmentId));

  expect(await change(destination, "attribute", restKeyOf(destination))).toMatchObject({
    kind: "attribute",
    hasDataImportKey: false,
    hasRestApiKey: true,
  });
  await postPage(destination, { remove: ["b"] });
  const shown = () => showSegment(ctxOf("viewer"), { customerId, segmentId });
  expect(await shown()).toMatchObject({ cohortName: null, acked: 0 });
  await runToEnd(await askSync(destination, segmentId));
  expect(await shown()).toMatchObject({ owed: 0, attributeName: "heap_trial_users" });
  expect([...(await membershipIn(sandbox, destination, segmentId)).sent]).toEqual(["a"]);
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "b"]);

  await change(destination, "cohort", destination.workspaceKey);
  await runToEnd(await askSync(destination, segmentId));
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["a"]);
  expect(await shown()).toMatchObject({
    owed: 0,
    attributeName: "heap_trial_users",
    cohortName: "Trial users",
  });

  const entries = await prisma.auditEntry.findMany({
    where: { customerId, action: "destination.kind_changed" },
  });
  expect(entries).toHaveLength(2);
  expect(JSON.stringify(entries)).not.toContain(destination.workspaceKey);
});

test("a key that was stored for match checks is tried before everything is written with it", async () => {
  const destination = await createTestDestination();
  const key = `sandbox-${randomUUID()}`;
  configureWorkspace(sandbox.state.braze, { key, mayTrack: false });
  const { customerId, destinationId } = destination;
  const other = { ...destination, workspaceKey: key };
  await expect(change(destination, "attribute")).rejects.toMatchObject({
    details: { fields: { restApiKey: expect.stringContaining("REST API key") } },
  });
  await updateDestination(ctxOf(), { customerId, destinationId, version: 1, restApiKey: restKeyOf(other) });
  await expect(change(destination, "attribute")).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { restApiKey: expect.stringContaining("users.track") } },
  });
  expect(await stored(destination)).toMatchObject({ kind: "cohort" });
});

test("what the other kind cannot do is refused with what to do, and nothing is changed", async () => {
  const byDevice = await createTestDestination({ identifierKind: "device_id" });
  await expect(change(byDevice, "attribute", restKeyOf(byDevice))).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Change how this destination identifies users first"),
  });

  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: ["a"] });
  await setSegmentIdentifier(ctxOf(), {
    customerId,
    segmentId,
    identifierKind: "device_id",
    aliasLabel: null,
  });
  await expect(change(destination, "attribute", restKeyOf(destination))).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("“Trial users” has its own identifier"),
  });
  expect(await stored(destination)).toMatchObject({ kind: "cohort", restApiKeyEnc: null });

  const byMail = await createTestDestination({ kind: "attribute", identifierKind: "email" });
  await expect(change(byMail, "cohort", byMail.workspaceKey)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("not by email address or phone number. Change how this destination"),
  });
  const byPhone = await createTestDestination({ kind: "attribute" });
  const own = await postPage(byPhone, { add: ["a"] });
  const phone = { identifierKind: "phone", aliasLabel: null } as const;
  await setSegmentIdentifier(ctxOf(), { customerId: byPhone.customerId, segmentId: own, ...phone });
  await expect(change(byPhone, "cohort", byPhone.workspaceKey)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("“Trial users” has its own identifier"),
  });

  env().BRAZE_PARTNER_KEY_US = undefined;
  const without = await createTestDestination({ kind: "attribute" });
  await expect(change(without, "cohort", without.workspaceKey)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("BRAZE_PARTNER_KEY_US"),
  });
  expect(await stored(without)).toMatchObject({ kind: "attribute", dataImportKeyEnc: null });
});
