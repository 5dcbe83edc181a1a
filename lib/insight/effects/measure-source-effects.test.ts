import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { POST } from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/effects/route";
import { pauseSource } from "@/lib/setup/sources/pause-source";
import { showSource } from "@/lib/setup/sources/show-source";
import { callRoute } from "@/tools/testing/call-route";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { makeKey, systemCtx } from "@/tools/testing/make-team";
import { measureSourceEffects } from "./measure-source-effects";

let made = 0;

/** Braze has named this many users by `external_user_id`, and Heap knows them by it. */
async function makeMatching(users: number, heapKnows = users) {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const source = await makeSource({ heapAppId: `91${++made}`, customerId });
  const ids = Array.from({ length: users }, (_, n) => `crm-${n}`);
  const events = ids.map((external_user_id, n) => ({
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id, user_id: `braze-${n}` },
    properties: { email_address: "a@b.example", campaign_name: "Autumn" },
  }));
  if (users > 0) await sendBatch(source, events);
  if (heapKnows > 0) await postPage(destination, { add: ids.slice(0, heapKnows) });
  return { customerId, sourceId: source.id };
}

test("another identity field says how far the match with Heap falls, before anything is saved", async () => {
  const of = await makeMatching(40);
  const { isLive, items } = await measureSourceEffects(ctxOf(), { ...of, identityField: "user_id" });
  expect(isLive).toBe(true);
  expect(items).toEqual([
    {
      about: "identity",
      isHarmful: true,
      message: "Match with Heap falls from 100% to 0%.",
      cause: expect.stringContaining("becomes a new user there"),
    },
  ]);
  expect(await showSource(systemCtx, of)).toMatchObject({ identityField: "external_user_id", version: 1 });
});

test("a prefix and a rule are measured on the latest events", async () => {
  const of = await makeMatching(3);
  const measure = async (change: object) => (await measureSourceEffects(ctxOf(), { ...of, ...change })).items;
  expect(await measure({ prefix: "braze-" })).toMatchObject([
    {
      about: "names",
      isHarmful: true,
      message: expect.stringMatching(
        /^All of the last 3 events would look different in Heap: “Email Open” becomes “/,
      ),
    },
  ]);
  expect(await measure({ propertyRules: [{ pattern: "campaign_name", action: "drop" }] })).toMatchObject([
    { about: "properties", isHarmful: true, message: expect.stringContaining("“campaign_name”") },
  ]);
  expect(await measure({ propertyRules: [{ pattern: "nothing_like_it", action: "drop" }] })).toEqual([]);
});

test("nothing is claimed that cannot be measured: no events, no members of Heap, the same field", async () => {
  const empty = await makeMatching(0);
  expect((await measureSourceEffects(ctxOf(), { ...empty, identityField: "user_id" })).items).toEqual([]);
  expect((await measureSourceEffects(ctxOf(), { ...empty, prefix: "x-" })).items).toEqual([]);
  const unknown = await makeMatching(5, 0);
  expect((await measureSourceEffects(ctxOf(), { ...unknown, identityField: "user_id" })).items).toEqual([]);
  const matching = await makeMatching(5);
  expect(
    (await measureSourceEffects(ctxOf(), { ...matching, identityField: "external_user_id" })).items,
  ).toEqual([]);
});

test("of a paused source the effect does not begin at once", async () => {
  const of = await makeMatching(5);
  await pauseSource(systemCtx, of);
  expect(await measureSourceEffects(ctxOf(), { ...of, identityField: "user_id" })).toMatchObject({
    isLive: false,
    items: [{ isHarmful: true }],
  });
});

test("the route answers the same to a csm, and refuses settings that could not be saved", async () => {
  const of = await makeMatching(5);
  const call = async (body: object) =>
    callRoute(POST, { method: "POST", key: await makeKey("csm"), params: of, body });
  expect(await call({ identityField: "user_id" })).toMatchObject({
    status: 200,
    body: { isLive: true, items: [{ about: "identity" }] },
  });
  expect(await call({ identityField: "email" })).toMatchObject({ status: 400 });
});
