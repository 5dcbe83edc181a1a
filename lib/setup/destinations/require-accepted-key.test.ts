import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { createDestination } from "./create-destination";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => sandbox.state.faults.clear());

const REFUSED = {
  code: "invalid",
  details: {
    isKeyRefused: true,
    fields: { dataImportKey: expect.stringContaining("Braze does not accept") },
  },
};

async function create(settings: { dataImportKey: string; testsKey?: boolean }) {
  const { id: customerId } = await prisma.customer.create({ data: { name: "Keys" } });
  return createDestination(ctxOf(), { customerId, name: "Cohorts", brazeInstance: "sandbox", ...settings });
}

async function isProven({ customerId, id }: { customerId: string; id: string }) {
  const { destinations } = await listHops(ctxOf("viewer"), { customerId });
  const checks = destinations.find((destination) => destination.id === id)?.checks ?? [];
  return checks.some(({ kind, provenAt }) => kind === "braze_key_accepted" && provenAt !== null);
}

test("a key that Braze accepts is saved and proves its hop; untried it proves nothing", async () => {
  const tried = await create({ dataImportKey: `sandbox-${randomUUID()}`, testsKey: true });
  expect(await isProven(tried)).toBe(true);
  expect(await isProven(await create({ dataImportKey: `sandbox-${randomUUID()}` }))).toBe(false);
});

test("a key that Braze refuses is not saved and said with Braze's words; without the trial it is saved", async () => {
  const dataImportKey = `wrong-${randomUUID()}`;
  await expect(create({ dataImportKey, testsKey: true })).rejects.toMatchObject(REFUSED);
  const { id: destinationId, customerId, version } = await create({ dataImportKey });

  const change = {
    customerId,
    destinationId,
    version,
    name: "Other",
    dataImportKey: `worse-${randomUUID()}`,
  };
  await expect(updateDestination(ctxOf(), { ...change, testsKey: true })).rejects.toMatchObject(REFUSED);
  expect(await prisma.destination.findUnique({ where: { id: destinationId } })).toMatchObject({
    name: "Cohorts",
    version,
  });
  expect(await updateDestination(ctxOf(), { ...change, testsKey: false })).toMatchObject({ name: "Other" });
});

test("while Braze cannot say, the key is saved and its hop stays open", async () => {
  sandbox.state.faults.add({ target: "braze.users", mode: "status", status: 503, count: 1 });
  const saved = await create({ dataImportKey: `sandbox-${randomUUID()}`, testsKey: true });
  expect(saved.hasDataImportKey).toBe(true);
  expect(await isProven(saved)).toBe(false);
});
