import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { POST } from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/effects/route";
import type { PropertyRule } from "@/lib/forwarding/mapping/property-rules";
import { pauseSource } from "@/lib/setup/sources/pause-source";
import { showSource } from "@/lib/setup/sources/show-source";
import { updateSource } from "@/lib/setup/sources/update-source";
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
      cause: expect.stringMatching(
        /^Compared: .* with [\d,]+ members that Heap has sent in segments\. .* becomes a new user there\.$/,
      ),
      groups: [],
    },
  ]);
  expect(await showSource(systemCtx, of)).toMatchObject({ identityField: "external_user_id", version: 1 });
});

const measureOf = (of: { customerId: string; sourceId: string }) => async (change: object) =>
  (await measureSourceEffects(ctxOf(), { ...of, ...change })).items;

/** The names of an effect by what happens to them. */
const groupsOf = (
  effect: { groups: { kind: string; names: { name: string; to: string | null }[] }[] } | undefined,
) =>
  Object.fromEntries(
    (effect?.groups ?? []).map(({ kind, names }) => [
      kind,
      names.map(({ name, to }) => (to === null ? name : `${name} > ${to}`)),
    ]),
  );

test("a prefix names every event and property that gets another name, with in how many events", async () => {
  const measure = measureOf(await makeMatching(3));
  const [effect, ...others] = await measure({ prefix: "braze-" });
  expect(others).toEqual([]);
  expect(effect).toMatchObject({
    about: "names",
    isHarmful: true,
    message: "All of the last 3 events would have different names in Heap.",
  });
  expect(groupsOf(effect).event_renamed).toEqual(["Email Open > braze-Email Open"]);
  expect(groupsOf(effect).renamed).toEqual(
    expect.arrayContaining(["campaign_name > braze-campaign_name", "event_id > braze-event_id"]),
  );
  expect(effect?.groups[1]?.names[0]).toMatchObject({ events: 3 });
});

test("rules name every property that is no longer sent, hashed or newly sent", async () => {
  const of = await makeMatching(3);
  const measure = measureOf(of);
  const [effect] = await measure({
    propertyRules: [
      { pattern: "campaign_name", action: "drop" },
      { pattern: "user_id", action: "hash" },
    ],
  });
  expect(effect).toMatchObject({ about: "properties", isHarmful: true });
  expect(groupsOf(effect)).toEqual({ lost: ["campaign_name"], hashed: ["user_id"] });
  expect(await measure({ propertyRules: [{ pattern: "nothing_like_it", action: "drop" }] })).toEqual([]);

  await saveRules(of, [{ pattern: "campaign_name", action: "drop" }]);
  const [back] = await measure({ propertyRules: [] });
  expect(back).toMatchObject({ about: "properties", isHarmful: false });
  expect(groupsOf(back)).toEqual({ sent: ["campaign_name"] });
});

async function saveRules(of: { customerId: string; sourceId: string }, propertyRules: PropertyRule[]) {
  const { version } = await showSource(systemCtx, of);
  await updateSource(systemCtx, { ...of, version, propertyRules });
}

test("a rule that no longer keeps personal data out of Heap is warned of with the property, measured on real events", async () => {
  const of = await makeMatching(3);
  await saveRules(of, [{ pattern: "email_address", action: "drop" }]);
  const measure = measureOf(of);
  const [removed] = await measure({ propertyRules: [] });
  expect(removed).toMatchObject({
    about: "personal",
    isHarmful: true,
    message: "Personal data would reach Heap: 1 property in all of the last 3 events.",
  });
  expect(groupsOf(removed)).toEqual({ uncovered: ["email_address"] });
  const [weaker] = await measure({ propertyRules: [{ pattern: "email_address", action: "hash" }] });
  expect(groupsOf(weaker)).toEqual({ uncovered_hashed: ["email_address"] });
  // Covered by the recommended list instead, which drops it too.
  expect(await measure({ propertyRules: [], protectsPersonalData: true })).toEqual([]);
});

test("where the latest events say nothing about it, the warning goes by the rules, also for a source without events", async () => {
  const of = await makeMatching(3);
  await saveRules(of, [{ pattern: "phone", action: "drop" }]);
  const [effect] = await measureOf(of)({ propertyRules: [] });
  expect(effect).toMatchObject({
    about: "personal",
    message: "Personal data could reach Heap: 1 name would be covered less than recommended.",
    cause: expect.stringContaining("None of the last 3 events has such a property"),
  });
  expect(groupsOf(effect)).toEqual({ uncovered: ["phone"] });

  const empty = await makeMatching(0);
  await saveRules(empty, [{ pattern: "email", action: "drop" }]);
  const [unmeasured] = await measureOf(empty)({ propertyRules: [] });
  expect(unmeasured).toMatchObject({ about: "personal", cause: expect.stringContaining("no recent events") });
  expect(groupsOf(unmeasured)).toEqual({ uncovered: ["email"] });
  await updateSource(systemCtx, { ...empty, version: 2, protectsPersonalData: true });
  const [off] = await measureOf(empty)({ protectsPersonalData: false });
  expect(groupsOf(off).uncovered).toEqual(expect.arrayContaining(["phone", "*_email", "first_name"]));
});

test("other event types are named: what no longer reaches Heap, what newly does, what waits", async () => {
  const of = await makeMatching(3);
  const measure = measureOf(of);
  const [without] = await measure({ eventTypes: ["users.messages.email.Click"] });
  expect(without).toMatchObject({
    about: "types",
    isHarmful: true,
    message: "All of the last 3 events would no longer reach Heap.",
  });
  expect(groupsOf(without)).toEqual({ type_lost: ["Email Open"] });

  await updateSource(systemCtx, { ...of, version: 1, eventTypes: ["users.messages.email.Click"] });
  const [again] = await measure({ eventTypes: null });
  expect(again).toMatchObject({ about: "types", isHarmful: false });
  expect(groupsOf(again)).toEqual({ type_sent: ["Email Open"] });
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
