import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { sendBatch } from "@/tools/testing/make-source";
import { countsOf, groupEvent, setUpUserProperties } from "@/tools/testing/owing-source";

const here = setUpUserProperties(8_650);

test("a rule that drops or hashes a property also does so to the user property, unless it is chosen in clear", async () => {
  const email = { eventType: null, from: "email_address", to: "email", inClear: false };
  const source = await here.makeOwing({ userProperties: [email] });
  await sendBatch(source, [groupEvent("bob", "Subscribed", 1)]);
  await here.forwardAll();
  expect(here.heapUsers()).toEqual({});

  await prisma.source.update({
    where: { id: source.id },
    data: { propertyRules: [{ pattern: "email_address", action: "hash" }] },
  });
  await sendBatch(source, [groupEvent("bob", "Subscribed", 2)]);
  await here.forwardAll();
  expect(JSON.stringify(here.heapUsers())).not.toContain("bob@example.com");
});

test("names that look like numbers are each settled with their own value, and one that is too long makes none", async () => {
  const rule = { eventType: null, from: "subscription_status", to: "{group}", inClear: false };
  const source = await here.makeOwing({ userProperties: [rule] });
  const long = Array.from({ length: 1_000 }, (_, place) => String.fromCharCode(0x4e00 + place)).join("");
  const says = (group: string, state: string) => ({
    ...groupEvent("ann", state, 1),
    properties: { group, subscription_status: state },
  });
  await sendBatch(source, [says("10", "ten"), says("9", "nine"), says(long, "none")]);
  await here.forwardAll();

  expect(here.heapUsers()).toEqual({ ann: { 9: "nine", 10: "ten" } });
  expect(await countsOf(source)).toMatchObject({ wanted: 2, sent: 2, owed: 0, refused: 0 });
});

test("a name that an event fills in must be one that a person may enter, and shows nothing at its ends", async () => {
  const rule = { eventType: null, from: "subscription_status", to: "{group}", inClear: false };
  const source = await here.makeOwing({ userProperties: [rule] });
  const groups = ["Email", "EMAIL ", " id", "\u200bUser_ID", "\u00a0", " news\u200b", "email"];
  const says = (group: string) => ({
    ...groupEvent("ann", "on", 1, `ann-${group}`),
    properties: { group, subscription_status: "on" },
  });
  await sendBatch(source, groups.map(says));
  await here.forwardAll();
  expect(here.heapUsers()).toEqual({ ann: { news: "on", email: "on" } });
});

test("a rule finds a property by its plain name, as the rules for properties do", async () => {
  const rule = (from: string) => ({ eventType: null, from, to: from, inClear: false });
  const source = await here.makeOwing({
    userProperties: [rule("plan"), rule("team.size"), rule("city"), rule("secret")],
    propertyRules: [{ pattern: "secret", action: "drop" }],
  });
  const properties = {
    "plan ": "paid",
    "\u200bteam": { " size": 4 },
    custom_properties: { "city\t": "Graz" },
    "secret ": "hush",
  };
  await sendBatch(source, [{ ...groupEvent("ann", "on", 1), properties }]);
  await here.forwardAll();
  expect(here.heapUsers()).toEqual({ ann: { plan: "paid", "team.size": 4, city: "Graz" } });
});
