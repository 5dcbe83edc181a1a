import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { createConnectLink } from "@/lib/setup/connect-links/create-connect-link";
import { lookUpConnectLink } from "@/lib/setup/connect-links/find-active-connect-link";
import { openConnectLink } from "@/lib/setup/connect-links/open-connect-link";
import { revokeConnectLink } from "@/lib/setup/connect-links/revoke-connect-link";
import { archiveCustomer } from "@/lib/setup/customers/archive-customer";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { addWebhookSecret } from "@/lib/setup/destinations/webhook-secrets";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { enterByLink } from "@/tools/testing/enter-by-link";
import { systemCtx } from "@/tools/testing/make-team";
import { useSandbox } from "@/tools/testing/run-syncs";

let sandbox: Sandbox;
let made = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});

afterEach(() => vi.restoreAllMocks());
afterAll(() => sandbox.close());

async function makeLink(settings: { dataImportKey?: string; brazeInstance?: string } = {}) {
  const { id: customerId } = await createCustomer(systemCtx, { name: `Acme ${++made}`, ownerId: null });
  const { id: destinationId } = await createDestination(systemCtx, {
    customerId,
    name: "Internal name of ours",
    brazeInstance: "sandbox",
    ...settings,
  });
  const owner = { customerId, destinationId };
  const link = await createConnectLink(systemCtx, owner);
  return { ...owner, id: link.id, token: link.url.split("/").at(-1) ?? "", address: `10.0.0.${made}` };
}

const audit = (customerId: string) =>
  prisma.auditEntry.findMany({ where: { customerId }, orderBy: { id: "asc" } });

async function openByToken(token: string, address: string) {
  const link = await lookUpConnectLink(token, address);
  return link && openConnectLink(link);
}

test("a key Braze accepts is stored with the other values, once, under the customer's name, and no value leaks", async () => {
  const link = await makeLink();
  const values = {
    dataImportKey: "sandbox-plain-import",
    restApiKey: "sandbox-rest-plain",
    webhookSecret: "plain-webhook-secret",
  };
  expect(await openByToken(link.token, link.address)).toMatchObject({
    customerName: `Acme ${made}`,
    brazeInstance: "sandbox",
    hasDataImportKey: false,
    takesWebhookSecret: true,
  });
  expect(await enterByLink(link.token, values, link.address)).toEqual({
    isSaved: true,
    verdict: "accepted",
    message: "Braze accepts the Data Import Key.",
    nextAction: null,
  });

  const stored = await prisma.destination.findUniqueOrThrow({
    where: { id: link.destinationId },
    include: { webhookSecrets: true, connectLinks: true },
  });
  const { customerId } = link;
  expect(decryptSecret(stored.dataImportKeyEnc ?? "", { customerId, field: "data_import_key" })).toBe(
    values.dataImportKey,
  );
  expect(decryptSecret(stored.restApiKeyEnc ?? "", { customerId, field: "rest_api_key" })).toBe(
    values.restApiKey,
  );
  const [secret] = stored.webhookSecrets;
  expect(decryptSecret(secret?.secretEnc ?? "", { customerId, field: "webhook_secret" })).toBe(
    values.webhookSecret,
  );

  const entries = await audit(customerId);
  expect(entries.find(({ action }) => action === "connect_link.used")).toMatchObject({
    actorKind: "customer_link",
    actorId: link.id,
    subjectId: link.id,
    before: { dataImportKey: "not set", restApiKey: "not set" },
    after: { dataImportKey: "set", restApiKey: "set", webhookSecret: "set" },
  });
  expect(JSON.stringify([entries, stored])).not.toMatch(/plain/);
  expect(await prisma.check.count({ where: { customerId, kind: "braze_key_accepted" } })).toBe(1);

  expect(await openByToken(link.token, link.address)).toBeNull();
  await expect(enterByLink(link.token, values, link.address)).rejects.toMatchObject({ code: "not_found" });
});

test("a key Braze refuses stores nothing and leaves the link, up to ten times", async () => {
  const link = await makeLink();
  const wrong = { dataImportKey: "mistyped-key", restApiKey: "sandbox-rest-acme" };
  for (let count = 0; count < 10; count++) {
    const answer = await enterByLink(link.token, wrong, link.address);
    expect(answer).toMatchObject({ isSaved: false, verdict: "refused" });
    expect(answer.message).toContain("does not accept");
    expect(JSON.stringify(answer)).not.toContain("mistyped-key");
  }
  expect(await prisma.destination.findUniqueOrThrow({ where: { id: link.destinationId } })).toMatchObject({
    dataImportKeyEnc: null,
    restApiKeyEnc: null,
    version: 1,
  });

  const entries = await audit(link.customerId);
  expect(entries.filter(({ action }) => action === "destination.key_tested")).toHaveLength(10);
  expect(JSON.stringify(entries)).not.toContain("mistyped-key");
  await expect(enterByLink(link.token, wrong, link.address)).rejects.toMatchObject({
    code: "limit_reached",
  });
});

test("of forty wrong keys at once no more than ten reach Braze", async () => {
  const link = await makeLink();
  const tries = Array.from({ length: 40 }, (_, n) =>
    enterByLink(link.token, { dataImportKey: `guessed-key-${n}` }, link.address),
  );
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  const tested = (await audit(link.customerId)).filter(({ action }) => action === "destination.key_tested");
  expect(tested).toHaveLength(10);
});

test("of many submits at once exactly one is stored", async () => {
  const link = await makeLink();
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) =>
      enterByLink(
        link.token,
        { dataImportKey: `sandbox-at-once-${n}`, webhookSecret: `secret-${n}-of-six` },
        link.address,
      ),
    ),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "not_found" });

  expect(await prisma.webhookSecret.count({ where: { destinationId: link.destinationId } })).toBe(1);
  const used = (await audit(link.customerId)).filter(({ action }) => action === "connect_link.used");
  expect(used).toHaveLength(1);
});

test("an unknown, expired, revoked or used link and one of an archived customer get the same refusal", async () => {
  const [expired, revoked, used, archived] = [
    await makeLink(),
    await makeLink(),
    await makeLink(),
    await makeLink(),
  ];
  await prisma.connectLink.update({ where: { id: expired.id }, data: { expiresAt: new Date() } });
  await revokeConnectLink(systemCtx, { ...revoked, connectLinkId: revoked.id });
  await enterByLink(used.token, { dataImportKey: "sandbox-used" }, used.address);
  await archiveCustomer(systemCtx, { customerId: archived.customerId, version: 1 });

  const words = new Set<string>();
  for (const token of [expired, revoked, used, archived].map(({ token }) => token).concat("unknown", "")) {
    expect(await openByToken(token, "10.1.0.1")).toBeNull();
    const err = await enterByLink(token, {}, "10.1.0.1").catch((err: Error) => err);
    expect(err).toMatchObject({ code: "not_found" });
    words.add(JSON.stringify(err) + (err as Error).message);
  }
  expect(words.size).toBe(1);
});

test("stored values may be left out or replaced; an empty form is refused", async () => {
  const link = await makeLink({ dataImportKey: "sandbox-first" });
  await expect(enterByLink(link.token, {}, link.address)).rejects.toMatchObject({ code: "invalid" });
  expect(await enterByLink(link.token, { webhookSecret: "only-the-secret" }, link.address)).toMatchObject({
    isSaved: true,
    verdict: null,
  });
  const { dataImportKeyEnc } = await prisma.destination.findUniqueOrThrow({
    where: { id: link.destinationId },
  });
  expect(dataImportKeyEnc).not.toBeNull();

  const { customerId, destinationId } = link;
  const again = await createConnectLink(systemCtx, { customerId, destinationId });
  const token = again.url.split("/").at(-1) ?? "";
  await enterByLink(token, { dataImportKey: "sandbox-second" }, link.address);
  const [replaced] = (await audit(link.customerId))
    .filter(({ subjectId }) => subjectId === again.id)
    .slice(-1);
  expect(replaced).toMatchObject({ before: { dataImportKey: "set" }, after: { dataImportKey: "replaced" } });

  const bare = await makeLink();
  await expect(
    enterByLink(bare.token, { webhookSecret: "only-the-secret" }, bare.address),
  ).rejects.toMatchObject({ code: "invalid", details: { fields: { dataImportKey: expect.any(String) } } });
});

test("a third webhook secret is refused with a message, and nothing else is stored", async () => {
  const link = await makeLink();
  for (const n of [1, 2]) await addWebhookSecret(systemCtx, { ...link, secret: `webhook-secret-${n}` });
  expect(await openByToken(link.token, link.address)).toMatchObject({ takesWebhookSecret: false });

  const values = { dataImportKey: "sandbox-third", webhookSecret: "webhook-secret-3" };
  await expect(enterByLink(link.token, values, link.address)).rejects.toMatchObject({
    details: { fields: { webhookSecret: expect.stringContaining("revoke one") } },
  });
  expect(await enterByLink(link.token, { dataImportKey: "sandbox-third" }, link.address)).toMatchObject({
    isSaved: true,
  });
});

test("a problem that is not the customer's fault does not lose their key: without a partner key it is stored and reported as untried", async () => {
  const link = await makeLink({ brazeInstance: "EU-01" });
  const answer = await enterByLink(link.token, { dataImportKey: "a-key-for-europe" }, link.address);
  expect(answer).toMatchObject({ isSaved: true, verdict: "unchecked" });
  expect(JSON.stringify(answer)).not.toContain("BRAZE_PARTNER_KEY");
});

test("look-ups from one address are throttled, whatever the token", async () => {
  const link = await makeLink();
  // However slow the machine is: attempts return with time.
  vi.spyOn(Date, "now").mockReturnValue(Date.now());
  for (let count = 0; count < 60; count++) await openByToken("unknown", "10.2.0.1");
  for (const token of ["unknown", link.token]) {
    await expect(openByToken(token, "10.2.0.1")).rejects.toMatchObject({ code: "limit_reached" });
    await expect(enterByLink(token, {}, "10.2.0.1")).rejects.toMatchObject({ code: "limit_reached" });
  }
  expect(await openByToken(link.token, "10.2.0.2")).not.toBeNull();
});
