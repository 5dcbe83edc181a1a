import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VendorError } from "@/lib/kernel/errors";
import { startAnsweringServer } from "@/tools/testing/answering-server";
import type { MemberChange } from "./cohort-changes";
import { createBrazeTrackClient } from "./track-client";

let server: Awaited<ReturnType<typeof startAnsweringServer>>;
let answer: (res: ServerResponse) => void;
beforeEach(async () => {
  server = await startAnsweringServer((res) => answer(res));
});
afterEach(() => server.stop());

const KEY = "rest-key-1234";
const client = () => createBrazeTrackClient({ baseUrl: server.url, restApiKey: KEY, budgetId: "budget" });
const change = (more: Partial<MemberChange> = {}): MemberChange => ({
  identifierKind: "external_id",
  add: ["a"],
  remove: ["b"],
  ...more,
});
const call = (more?: Partial<MemberChange>) =>
  client().changeMembers({ id: "segment", attributeName: "heap_trial" }, change(more));
const answers = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  answer = (res) => res.writeHead(status, headers).end(JSON.stringify(body));
};
const failure = async (doing: Promise<unknown>) => {
  const err = await doing.catch((thrown: unknown) => thrown);
  if (!(err instanceof VendorError)) throw err;
  return err;
};

test("users enter with true and leave with false, by external id or alias, and nobody is created", async () => {
  answers(201, { message: "success", attributes_processed: 2 });
  await call();
  await call({ identifierKind: "alias", aliasLabel: "heap", remove: [] });

  expect(server.received[0]).toMatchObject({
    path: "/users/track",
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([
    {
      attributes: [
        { external_id: "a", _update_existing_only: true, heap_trial: true },
        { external_id: "b", _update_existing_only: true, heap_trial: false },
      ],
    },
    {
      attributes: [
        {
          user_alias: { alias_name: "a", alias_label: "heap" },
          _update_existing_only: true,
          heap_trial: true,
        },
      ],
    },
  ]);
});

test.each([
  ["nobody", { add: [], remove: [] }],
  ["more than 75", { add: Array.from({ length: 76 }, (_, index) => `user-${index}`), remove: [] }],
  ["somebody twice", { add: ["a"], remove: ["a"] }],
  ["an alias without a label", { identifierKind: "alias" as const }],
  ["a device", { identifierKind: "device_id" as const }],
])("%s is not sent", async (_, more) => {
  await expect(call(more)).rejects.toMatchObject({ code: "invalid" });
  expect(server.received).toEqual([]);
});

test("a 202 in maintenance is a success", async () => {
  answers(202, { message: "queued" });
  expect(await call()).toMatchObject({ status: 202, unnamed: null });
});

test("errors beside a success name users by their index, those who leave behind those who enter", async () => {
  const errors = [{ type: "BLACKLISTED_EXTERNAL_USER_ID", input_array: "attributes", index: 1 }];
  answers(201, { message: "success", errors });
  const { refused, unnamed } = await call();

  expect([...refused]).toEqual([["b", "BLACKLISTED_EXTERNAL_USER_ID"]]);
  expect(unnamed).toBeNull();
});

test("what Braze says of its limit is read; a moment in the past says nothing", async () => {
  const headers = (resetSeconds: number) => ({
    "X-RateLimit-Limit": "500",
    "X-RateLimit-Remaining": "20",
    "X-RateLimit-Reset": String(resetSeconds),
  });
  const nowSeconds = Math.floor(Date.now() / 1_000);
  answers(201, { message: "success" }, headers(nowSeconds + 600));
  const { limit } = await call();
  expect(limit).toMatchObject({ most: 500, remaining: 20 });
  expect(limit?.endsInSeconds).toBeGreaterThan(500);

  answers(201, { message: "success" }, headers(nowSeconds - 60));
  expect((await call()).limit).toBeNull();
  answers(201, { message: "success" });
  expect((await call()).limit).toBeNull();
});

test.each([
  [401, "Invalid API key", "unauthorized", "rest_api_key"],
  [401, "This API key does not have the permission users.track", "unauthorized", "rest_permission"],
  [403, "The plan is inactive", "unauthorized", "rest_plan"],
  [404, "Unknown key", "not_found", "rest_api_key"],
])(
  "a %s that says '%s' tells what is wrong with the key, never the key",
  async (status, message, kind, reason) => {
    answers(status, { message: `${message} ${KEY}` });
    const err = await failure(call());
    expect(err).toMatchObject({ kind, reason, status });
    expect(err.words).not.toContain(KEY);
  },
);

test("a key is tried without changing anything: only an answer about the key speaks against it", async () => {
  answers(201, { message: "success" });
  expect(await client().testKey()).toMatchObject({ status: 201 });
  expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({
    attributes: [{ external_id: expect.any(String), _update_existing_only: true }],
  });
  answers(400, { message: "No attributes were sent" });
  expect(await client().testKey()).toMatchObject({ status: 400 });

  answers(401, { message: "Invalid API key" });
  expect(await failure(client().testKey())).toMatchObject({ reason: "rest_api_key" });
});
