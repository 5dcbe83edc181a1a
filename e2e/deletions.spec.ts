import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";
import { sandboxUrl } from "./sandbox-control";

const newBrazeId = () => randomUUID().replaceAll("-", "").slice(0, 24);

function openOf(externalId: string, brazeId: string) {
  return {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: Math.floor(Date.now() / 1_000),
    user: { external_user_id: externalId, user_id: brazeId },
    properties: {},
  };
}

function messageOf(type: string, brazeId: string, properties: object = {}) {
  const time = Math.floor(Date.now() / 1_000);
  return { id: randomUUID(), event_type: type, time, user: { user_id: brazeId }, properties };
}

async function post(url: string, ...events: object[]): Promise<void> {
  expect((await fetch(url, { method: "POST", body: JSON.stringify({ events }) })).status).toBe(200);
}

/** A customer with a source; one of its users is known by both ids. */
async function setUp(label: string) {
  const { path } = await makeCustomer(label);
  const source = await makeSource(path);
  const identity = `anna-${randomUUID().slice(0, 8)}@example.com`;
  const brazeId = newBrazeId();
  await post(source.url, openOf(identity, brazeId), openOf("ben", newBrazeId()));
  await expect
    .poll(async () => (await adminApi().get<{ books: Record<string, number> }>(path)).books)
    .toMatchObject({ forwarded: 2 });
  return { path, source, identity, brazeId };
}

async function peopleInHeap(heapAppId: string): Promise<number> {
  const res = await fetch(`${sandboxUrl}/control/heap/${heapAppId}`);
  return ((await res.json()) as { identities: number }).identities;
}

const request = (page: Page) => page.getByRole("listitem", { name: /^Request #/ });

test("a request of Braze waits with its deadline, and one button deletes the user here and in Heap", async ({
  page,
}) => {
  const { path, source, identity, brazeId } = await setUp("Deletion");
  await signIn(page, "admin", `${path}/setup`);
  await page.getByRole("button", { name: "Enter Heap API key" }).click();
  const entering = page.getByRole("alertdialog", { name: "Heap API key" });
  await entering.getByLabel("Heap API key").fill(`heap-key-${source.heapAppId}`);
  await expectNoAxeViolations(page);
  await entering.getByRole("button", { name: "Save key" }).click();
  await expect(page.getByText("Heap API key set")).toBeVisible();

  await post(source.url, messageOf("users.UserDeleteRequest", brazeId));
  await page.goto(`${portalUrl}${path}/setup/data`);
  await expect(request(page)).toContainText("Waiting for a decision");
  await expect(request(page)).toContainText("Due by");
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}${path}/events?type=users.UserDeleteRequest`);
  await page.getByRole("region", { name: "Events" }).getByRole("row").nth(1).click();
  await expect(page.getByRole("dialog")).toContainText("The deletion is waiting for a decision.");
  await page.getByRole("dialog").getByRole("link", { name: "Open Data and erasure" }).click();

  await page.getByRole("button", { name: "Delete this user…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete for good" }).click();
  await expectNotice(page, "Deletion started");
  await expect(request(page).getByText("Heap has deleted the user.")).toBeVisible();
  await expect(request(page)).toContainText("Ended");
  await expectNoAxeViolations(page);
  expect(await peopleInHeap(source.heapAppId)).toBe(1);

  await post(source.url, openOf(identity, brazeId));
  await page.goto(`${portalUrl}${path}/events?outcome=filtered`);
  await expect(
    page.getByText("Its user was deleted on request").filter({ visible: true }).first(),
  ).toBeVisible();
  await expect(page.getByText(identity)).toHaveCount(0);
  expect(await peopleInHeap(source.heapAppId)).toBe(1);

  await page.goto(`${portalUrl}${path}/setup/data`);
  await page.getByRole("button", { name: "Allow this user again…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Allow again" }).click();
  await expect(request(page)).toContainText("Allowed again");
  await page.goto(`${portalUrl}${path}/audit`);
  await expect(page.getByText("Deleted a user at Braze’s request")).toBeVisible();
  await expect(page.getByText(identity)).toHaveCount(0);
});

test("switched on at the source, a request is carried out without anybody; a merge is shown with the user's events", async ({
  page,
}) => {
  const { path, source, identity, brazeId } = await setUp("Switch");
  await signIn(page, "admin", `${path}/setup`);
  await page.getByRole("button", { name: "Enter Heap API key" }).click();
  await page.getByRole("textbox", { name: "Heap API key" }).fill(`heap-key-${source.heapAppId}`);
  await page.getByRole("button", { name: "Save key" }).click();
  await page.getByRole("button", { name: "Carry out automatically…" }).click();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByText("Carried out automatically")).toBeVisible();

  const merged = newBrazeId();
  await post(source.url, messageOf("users.UserOrphan", merged, { orphaned_by_id: brazeId }));
  await page.goto(`${portalUrl}${path}/events?identity=${brazeId}`);
  const merges = page.getByRole("region", { name: "Merges of this user" });
  await expect(merges).toContainText(`${merged} was merged into ${brazeId}`);
  await expectNoAxeViolations(page);

  await post(source.url, messageOf("users.UserDeleteRequest", brazeId));
  await page.goto(`${portalUrl}${path}/setup/data`);
  await expect(request(page).getByText("Heap has deleted the user.")).toBeVisible();
  expect(await peopleInHeap(source.heapAppId)).toBe(1);
  await page.goto(`${portalUrl}${path}/events?identity=${identity}`);
  await expect(page.getByText(identity).filter({ visible: true })).toHaveCount(0);
});
