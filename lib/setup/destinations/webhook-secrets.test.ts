import { beforeAll, expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { findDestinationByToken } from "@/lib/cohorts/pages/find-destination-by-token";
import { prisma } from "@/lib/kernel/database";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createSource } from "@/lib/setup/sources/create-source";
import { updateSource } from "@/lib/setup/sources/update-source";
import { systemCtx } from "@/tools/testing/make-team";
import { createDestination } from "./create-destination";
import { showDestination } from "./show-destination";
import { addWebhookSecret, revokeWebhookSecret } from "./webhook-secrets";

let customerId: string;

beforeAll(async () => {
  customerId = (await createCustomer(systemCtx, { name: "Secretive", ownerId: null })).id;
});

const base = { name: "Cohorts", brazeInstance: "EU-02" } as const;

test("secrets go in and never come out: not in answers, not in the audit log, not unencrypted in the database", async () => {
  const secrets = {
    dataImportKey: "plain-data-import-key",
    restApiKey: "plain-rest-api-key",
    webhookSecret: "plain-webhook-secret",
  };
  const created = await createDestination(systemCtx, { customerId, ...base, ...secrets });
  const owner = { customerId, destinationId: created.id };
  const added = await addWebhookSecret(systemCtx, { ...owner, secret: "plain-second-secret" });
  const updated = await updateDestination(systemCtx, {
    ...owner,
    version: created.version,
    dataImportKey: "plain-new-import-key",
    restApiKey: null,
  });
  const source = await createSource(systemCtx, {
    customerId,
    name: "Currents",
    heapAppId: "1",
    heapRegion: "us",
    bearerToken: "plain-bearer-token-1",
  });
  await updateSource(systemCtx, {
    customerId,
    sourceId: source.id,
    version: source.version,
    bearerToken: "plain-bearer-token-2",
  });

  const audit = await prisma.auditEntry.findMany({ where: { customerId }, orderBy: { id: "asc" } });
  const stored = [
    await prisma.destination.findMany(),
    await prisma.webhookSecret.findMany(),
    await prisma.source.findMany(),
    await prisma.endpoint.findMany(),
  ];
  expect(JSON.stringify([created, added, updated, source, audit, stored])).not.toMatch(/plain-/);

  const tokens = [created.endpoint.url, source.endpoint.url].map((url) => url.split("/").at(-1) ?? "?");
  for (const token of tokens) expect(JSON.stringify([audit, stored])).not.toContain(token);

  expect(updated).toMatchObject({ hasDataImportKey: true, hasRestApiKey: false });
  expect(audit.find(({ action }) => action === "destination.updated")).toMatchObject({
    before: { dataImportKey: "set", restApiKey: "set" },
    after: { dataImportKey: "replaced", restApiKey: "not set" },
  });
  expect(audit.find(({ action }) => action === "source.updated")).toMatchObject({
    before: { bearerToken: "set" },
    after: { bearerToken: "replaced" },
  });
});

test("at most two webhook secrets are active, even when many are added at once; the Heap route sees them", async () => {
  const created = await createDestination(systemCtx, { customerId, ...base });
  const owner = { customerId, destinationId: created.id };
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) =>
      addWebhookSecret(systemCtx, { ...owner, secret: `webhook-secret-${index}` }),
    ),
  );
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused).toHaveLength(3);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "limit_reached" });

  const token = created.endpoint.url.split("/").at(-1) ?? "";
  expect((await findDestinationByToken(token))?.webhookSecrets).toHaveLength(2);
  const [oldest] = (await showDestination(systemCtx, owner)).webhookSecrets;
  await revokeWebhookSecret(systemCtx, { ...owner, webhookSecretId: oldest?.id ?? "" });
  expect((await findDestinationByToken(token))?.webhookSecrets).toHaveLength(1);
});

test("identifying users by alias needs a label, on creation and after an edit", async () => {
  await expect(
    createDestination(systemCtx, { customerId, ...base, identifierKind: "alias" }),
  ).rejects.toMatchObject({ code: "invalid" });

  const { id, version } = await createDestination(systemCtx, { customerId, ...base });
  await expect(
    updateDestination(systemCtx, { customerId, destinationId: id, version, identifierKind: "alias" }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("the sandbox can be chosen only where there is one", async () => {
  await expect(
    createDestination(systemCtx, { customerId, ...base, brazeInstance: "sandbox" }),
  ).rejects.toMatchObject({ code: "invalid" });
});
