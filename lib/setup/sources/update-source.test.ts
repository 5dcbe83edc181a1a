import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { ctxOf } from "@/tools/testing/make-destination";
import { createSource } from "./create-source";
import { revealBearerToken } from "./reveal-bearer-token";
import { showSource } from "./show-source";
import { updateSource } from "./update-source";

async function make(settings: object = {}) {
  const { id: customerId } = await prisma.customer.create({ data: { name: "Mapped", state: "live" } });
  const input = { customerId, name: "Production", heapAppId: "1", heapRegion: "us", ...settings } as const;
  const source = await createSource(ctxOf(), input);
  return { source, of: { customerId, sourceId: source.id } };
}

test("a source without these settings forwards as ever: no prefix of its own, machines' events, the usual placeholders", async () => {
  const { source } = await make();
  expect(source).toMatchObject({
    catalogPrefix: null,
    machineEvents: "forward",
    placeholders: [],
    allowedIdentities: [],
  });
});

test("what is no person, and what is, is kept in lower case, in order and once; a prefix keeps the space at its end", async () => {
  const { source, of } = await make({ placeholders: [" House Account ", "n-1", "HOUSE ACCOUNT"] });
  expect(source.placeholders).toEqual(["house account", "n-1"]);

  const change = { catalogPrefix: "Braze: ", machineEvents: "drop" as const, allowedIdentities: ["Test"] };
  await updateSource(ctxOf(), { ...of, version: source.version, ...change });
  expect(await showSource(ctxOf("viewer"), of)).toMatchObject({
    catalogPrefix: "Braze: ",
    machineEvents: "drop",
    placeholders: ["house account", "n-1"],
    allowedIdentities: ["test"],
  });
});

test.each([
  { catalogPrefix: " Braze" },
  { catalogPrefix: "" },
  { placeholders: ["\u200b"] },
  { allowedIdentities: [""] },
  { placeholders: Array.from({ length: 101 }, (_, n) => `p${n}`) },
  { machineEvents: "hide" },
])("%j is refused", async (settings) => {
  await expect(make(settings)).rejects.toMatchObject({ code: "invalid" });
});

test("a bearer token is shown to a CSM, with an audit entry that does not hold it; without one there is nothing to show", async () => {
  const { source, of } = await make({ bearerToken: "generate" });
  expect(await revealBearerToken(ctxOf("csm"), of)).toEqual({
    sourceId: source.id,
    bearerToken: source.bearerToken,
  });
  const entries = await prisma.auditEntry.findMany({
    where: { customerId: of.customerId, action: "source.bearer_token_revealed" },
  });
  expect(entries).toHaveLength(1);
  expect(JSON.stringify(entries)).not.toContain(source.bearerToken);

  await expect(revealBearerToken(ctxOf("viewer"), of)).rejects.toMatchObject({ code: "forbidden" });
  const { of: without } = await make();
  await expect(revealBearerToken(ctxOf(), without)).rejects.toMatchObject({ code: "conflict" });
});

test("the audit log, which is kept forever, gets the length of the lists only", async () => {
  const { source, of } = await make({ placeholders: ["anna@example.com"] });
  await updateSource(ctxOf(), {
    ...of,
    version: source.version,
    allowedIdentities: ["ben@example.com", "c"],
  });

  const entries = await prisma.auditEntry.findMany({
    where: { customerId: of.customerId, action: { in: ["source.created", "source.updated"] } },
    orderBy: { id: "asc" },
  });
  expect(JSON.stringify(entries)).not.toContain("example.com");
  expect(entries.map(({ after }) => after)).toEqual([
    expect.objectContaining({ placeholders: "1 value" }),
    { allowedIdentities: "2 values" },
  ]);
});

test("an edit that pauses first is one step: what is refused pauses nothing, what is saved is paused with it", async () => {
  const { source, of } = await make();
  const edit = { ...of, prefix: "x-", pausesFirst: true as const };
  await expect(updateSource(ctxOf(), { ...edit, version: source.version + 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await showSource(ctxOf("viewer"), of)).toMatchObject({ pausedAt: null, version: 1, prefix: null });

  const saved = await updateSource(ctxOf(), { ...edit, version: source.version });
  expect(saved).toMatchObject({ prefix: "x-", pausedAt: expect.any(String), version: 2 });
  const again = await updateSource(ctxOf(), { ...edit, prefix: "y-", version: 2 });
  expect(again.pausedAt).toBe(saved.pausedAt);
  const entries = await prisma.auditEntry.findMany({
    where: { customerId: of.customerId, action: { in: ["source.paused", "source.updated"] } },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ action }) => action)).toEqual(["source.paused", "source.updated", "source.updated"]);
  expect(entries[1]?.after).toEqual({ prefix: "x-" });
});
