import { afterEach, describe, expect, it } from "vitest";
import { createBrazeCohortClient } from "@/lib/vendors/braze/cohort-client";
import { startAnsweringServer } from "@/tools/testing/answering-server";

const PARTNER_KEY = "partner-key-7d1f";
const DATA_IMPORT_KEY = "data-import-key-93ab";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function brazeAnswering(status: number, body = "{}", headers: Record<string, string> = {}) {
  const server = await startAnsweringServer((res) => res.writeHead(status, headers).end(body));
  stops.push(server.stop);
  const client = createBrazeCohortClient({
    baseUrl: server.url,
    partnerName: "tributary",
    partnerApiKey: PARTNER_KEY,
    dataImportKey: DATA_IMPORT_KEY,
  });
  return { client, received: server.received, sent: () => JSON.parse(server.received[0]?.body ?? "null") };
}

const credentials = { partner_api_key: PARTNER_KEY, client_secret: DATA_IMPORT_KEY };

describe("calls have the shape Braze documents", () => {
  it("naming a cohort", async () => {
    const { client, received, sent } = await brazeAnswering(201);

    const createdAt = new Date("2026-01-02T03:04:05Z");
    const accepted = await client.nameCohort({ cohortId: "heap-7", name: "Trial users", createdAt });

    expect(accepted.status).toBe(201);
    expect(received[0]).toMatchObject({ method: "POST", path: "/partners/tributary/cohorts" });
    expect(received[0]?.headers.authorization).toBeUndefined();
    expect(sent()).toEqual({
      ...credentials,
      cohort_id: "heap-7",
      name: "Trial users",
      created_at: "2026-01-02T03:04:05.000Z",
    });
  });

  it("adding and removing members in one call", async () => {
    const { client, received, sent } = await brazeAnswering(201);

    await client.changeMembers({
      cohortId: "heap-7",
      changes: [
        { identifierKind: "external_id", add: ["ada"], remove: ["bob"] },
        { identifierKind: "device_id", add: ["phone"], remove: [] },
        { identifierKind: "alias", aliasLabel: "email", add: ["ada"], remove: [] },
      ],
    });

    expect(received[0]?.path).toBe("/partners/tributary/cohorts/users");
    expect(sent()).toEqual({
      ...credentials,
      cohort_id: "heap-7",
      cohort_changes: [
        {
          user_ids: ["ada"],
          device_ids: ["phone"],
          aliases: [{ alias_name: "ada", alias_label: "email" }],
          should_remove: false,
        },
        { user_ids: ["bob"], device_ids: [], aliases: [], should_remove: true },
      ],
    });
  });

  it("sending an id under two identifiers in one object each for who enters and who leaves", async () => {
    const { client, sent } = await brazeAnswering(201);
    const change = { identifierKind: "external_id_or_device_id", add: ["ada"], remove: ["bob"] } as const;

    await client.changeMembers({ cohortId: "heap-7", changes: [change] });

    expect(sent()).toMatchObject({
      cohort_changes: [
        { user_ids: ["ada"], device_ids: ["ada"], aliases: [], should_remove: false },
        { user_ids: ["bob"], device_ids: ["bob"], aliases: [], should_remove: true },
      ],
    });
  });

  it("trying the credentials changes nothing", async () => {
    const { client, sent } = await brazeAnswering(200);

    await client.testKey();

    expect(sent()).toMatchObject({ ...credentials, cohort_changes: [] });
  });
});

describe("a call that breaks Braze's limits is never made", () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

  it.each([
    ["1,001 ids", [{ identifierKind: "external_id", add: ids(501), remove: ids(1001).slice(501) }]],
    ["an id twice", [{ identifierKind: "external_id", add: ["ada", "ada"], remove: [] }]],
    ["an id added and removed", [{ identifierKind: "device_id", add: ["ada"], remove: ["ada"] }]],
    [
      "an id in two changes",
      [
        { identifierKind: "external_id", add: ["ada"], remove: [] },
        { identifierKind: "external_id", add: [], remove: ["ada"] },
      ],
    ],
    [
      "501 ids under two identifiers",
      [{ identifierKind: "external_id_or_device_id", add: ids(501), remove: [] }],
    ],
    [
      "an id under two identifiers and under one of them",
      [
        { identifierKind: "external_id_or_device_id", add: ["ada"], remove: [] },
        { identifierKind: "device_id", add: [], remove: ["ada"] },
      ],
    ],
    ["an alias without a label", [{ identifierKind: "alias", add: ["ada"], remove: [] }]],
    ["no ids", [{ identifierKind: "external_id", add: [], remove: [] }]],
  ] as const)("%s", async (_name, changes) => {
    const { client, received } = await brazeAnswering(201);

    await expect(client.changeMembers({ cohortId: "c", changes })).rejects.toMatchObject({ code: "invalid" });
    expect(received).toHaveLength(0);
  });

  it("but 1,000 ids are sent", async () => {
    const { client } = await brazeAnswering(201);
    const changes = [{ identifierKind: "external_id", add: ids(1000), remove: [] }] as const;

    await expect(client.changeMembers({ cohortId: "c", changes })).resolves.toMatchObject({ status: 201 });
  });

  it("nor one without a cohort id or name", async () => {
    const { client, received } = await brazeAnswering(201);
    const createdAt = new Date();

    await expect(client.nameCohort({ cohortId: "", name: "x", createdAt })).rejects.toThrow(/id/);
    await expect(client.nameCohort({ cohortId: "c", name: " ", createdAt })).rejects.toThrow(/name/);
    await expect(client.changeMembers({ cohortId: "", changes: [] })).rejects.toThrow(/id/);
    expect(received).toHaveLength(0);
  });
});

describe("a refusal of credentials says which one", () => {
  it.each([
    ["Invalid partner API key", "partner_key"],
    ["Invalid client secret", "data_import_key"],
    [`Partner not enabled for client ${DATA_IMPORT_KEY}`, "not_enabled"],
    ["Unauthorized access", "unauthorized"],
    ["", "unauthorized"],
  ])("%s", async (message, reason) => {
    const { client } = await brazeAnswering(401, JSON.stringify({ message }));

    const err = await client.testKey().catch((caught: unknown) => caught);

    expect(err).toMatchObject({ vendor: "braze", kind: "unauthorized", status: 401, reason });
    expect(String(err)).not.toContain(DATA_IMPORT_KEY);
  });
});

describe("errors in a 2xx", () => {
  it("name the members that were not taken", async () => {
    const errors = [{ type: "on the blocklist", input_array: "user_ids", index: 1 }];
    const { client } = await brazeAnswering(201, JSON.stringify({ message: "success", errors }));
    const changes = [{ identifierKind: "external_id", add: ["ada", "bob"], remove: [] }] as const;

    expect(await client.changeMembers({ cohortId: "c", changes })).toMatchObject({
      status: 201,
      refused: new Map([["bob", "on the blocklist"]]),
      unnamed: null,
    });
  });

  it("mean that a name was not taken, and nothing for a trial of the credentials", async () => {
    const { client } = await brazeAnswering(201, '{"message":"success","errors":["The name is too long"]}');

    await expect(
      client.nameCohort({ cohortId: "c", name: "x", createdAt: new Date() }),
    ).rejects.toMatchObject({ kind: "refused", status: 201, words: "The name is too long" });
    await expect(client.testKey()).resolves.toMatchObject({ status: 201 });
  });
});

describe("a busy Braze says when to come back", () => {
  it("locked", async () => {
    const { client } = await brazeAnswering(423, '{"message":"locked"}');

    await expect(client.testKey()).rejects.toMatchObject({ kind: "locked", retriable: true });
  });

  it("throttled", async () => {
    const { client } = await brazeAnswering(429, "{}", { "x-ratelimit-reset": "20" });

    await expect(client.testKey()).rejects.toMatchObject({ kind: "throttled", retryAfterSeconds: 20 });
  });
});
