import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { createConnectLink } from "@/lib/setup/connect-links/create-connect-link";
import { lookUpConnectLink } from "@/lib/setup/connect-links/find-active-connect-link";
import { openConnectLink } from "@/lib/setup/connect-links/open-connect-link";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { enterByLink } from "@/tools/testing/enter-by-link";
import { systemCtx } from "@/tools/testing/make-team";
import { useSandbox } from "@/tools/testing/run-syncs";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});

afterAll(() => sandbox.close());

const ADDRESS = "10.3.0.1";

async function makeLink() {
  const name = `Own ${randomUUID().slice(0, 8)}`;
  const { id: customerId } = await createCustomer(systemCtx, { name, ownerId: null });
  const { id: destinationId } = await createDestination(systemCtx, {
    customerId,
    name: "Attributes",
    kind: "attribute",
    brazeInstance: "sandbox",
  });
  const link = await createConnectLink(systemCtx, { customerId, destinationId });
  return { customerId, destinationId, token: link.url.split("/").at(-1) ?? "" };
}

const stored = (id: string) => prisma.destination.findUniqueOrThrow({ where: { id } });

test("the customer of a destination with attributes enters a REST API key, which is tried and proves its hop", async () => {
  const { customerId, destinationId, token } = await makeLink();
  const link = await lookUpConnectLink(token, ADDRESS);
  expect(link && openConnectLink(link)).toMatchObject({ kind: "attribute", hasRestApiKey: false });

  const restApiKey = `sandbox-rest-${randomUUID()}`;
  expect(await enterByLink(token, { restApiKey }, ADDRESS)).toEqual({
    isSaved: true,
    verdict: "accepted",
    message: "Braze accepts the REST API key.",
    nextAction: null,
  });
  const { restApiKeyEnc } = await stored(destinationId);
  expect(decryptSecret(restApiKeyEnc ?? "", { customerId, field: "rest_api_key" })).toBe(restApiKey);
  expect(await prisma.check.count({ where: { destinationId, kind: "braze_key_accepted" } })).toBe(1);
});

test("a key without users.track, one that is missing and a Data Import Key store nothing and leave the link", async () => {
  const { customerId, destinationId, token } = await makeLink();
  const name = randomUUID();
  configureWorkspace(sandbox.state.braze, { key: `sandbox-${name}`, mayTrack: false });
  const restApiKey = `sandbox-rest-${name}`;
  expect(await enterByLink(token, { restApiKey }, ADDRESS)).toMatchObject({
    isSaved: false,
    verdict: "refused",
    message: expect.stringContaining("users.track"),
  });
  const refused = (field: string) => ({ details: { fields: { [field]: expect.any(String) } } });
  await expect(enterByLink(token, { webhookSecret: "only-the-secret" }, ADDRESS)).rejects.toMatchObject(
    refused("restApiKey"),
  );
  await expect(
    enterByLink(token, { restApiKey: "sandbox-rest-good", dataImportKey: "sandbox-good" }, ADDRESS),
  ).rejects.toMatchObject(refused("dataImportKey"));

  expect(await stored(destinationId)).toMatchObject({ restApiKeyEnc: null, dataImportKeyEnc: null });
  const entries = await prisma.auditEntry.findMany({ where: { customerId } });
  expect(entries.filter(({ action }) => action === "destination.key_tested")).toHaveLength(1);
  expect(JSON.stringify(entries)).not.toContain(name);
});
