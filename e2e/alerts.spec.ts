import type { Page } from "@playwright/test";
import { makeCustomer, makeDestination, makeSource, newHeapAppId, newSecrets } from "./make-customer";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";
import { newUsers, postBatch } from "./post-batch";
import { connectHeap, endFaults, orderSandbox } from "./sandbox-control";

const api = adminApi();

/** A customer of the CSM who signs in below, so that it is among "Mine" on the dashboard. */
async function makeOwnCustomer(label: string) {
  const { items } = await api.get<{ items: { id: string; email: string }[] }>("/users?limit=100");
  const ownerId = items.find(({ email }) => email === "csm@example.com")?.id;
  return makeCustomer(label, ownerId);
}

/** The dashboard's line for a customer, among the CSM's own. */
async function lineOnDashboard(page: Page, name: string) {
  await page.goto(`${portalUrl}/?owner=me`);
  return page.getByRole("listitem").filter({ hasText: name });
}

test("a key that Braze refuses is told on dashboard and overview with what to do, and is gone once Braze takes it", async ({
  page,
}) => {
  const customer = await makeOwnCustomer("Refused key");
  const destination = await makeDestination(customer.path, newSecrets());
  await orderSandbox("/faults", {
    target: "braze.cohorts",
    match: { workspaceKey: destination.dataImportKey },
    mode: "status",
    status: 401,
    body: { message: "Invalid client secret" },
    count: 1,
  });
  const postSegment = await connectHeap(destination);
  await postSegment(7, "Trial", 3);

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText("Braze does not accept the Data Import Key");
  await expect(alerts).toContainText("Enter the current key. It is in Braze");
  await expect(alerts.getByRole("img", { name: "Stopping a flow" })).toBeVisible();
  await alerts.getByRole("link", { name: "Enter the key" }).click();
  await expect(page.getByRole("dialog").getByLabel("Data Import Key")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/setup$/);
  await page.goto(portalUrl + customer.path);
  await expectNoAxeViolations(page);

  const line = await lineOnDashboard(page, customer.name);
  await expect(line).toContainText("Braze does not accept the Data Import Key");
  await expect(line).toContainText("Enter the current key. It is in Braze");
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/alerts?owner=me`);
  const listed = page.getByRole("listitem").filter({ hasText: customer.name });
  await expect(listed).toContainText("Enter the current key. It is in Braze");
  await expectNoAxeViolations(page);

  const { items } = await api.get<{ items: { id: string }[] }>(`${customer.path}/segments`);
  await api.post(`${customer.path}/segments/${items[0]?.id}/syncs`, { trigger: "manual" });
  await page.goto(portalUrl + customer.path);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(page.getByText("Braze does not accept the Data Import Key")).toHaveCount(0);
});

test("while Heap accepts nothing the overview says since when, what Heap says and that nothing is lost; then it ends by itself", async ({
  page,
}) => {
  const customer = await makeOwnCustomer("Failing");
  const source = await makeSource(customer.path);
  await orderSandbox("/faults", {
    target: "heap.track",
    match: { appId: source.heapAppId },
    mode: "status",
    status: 503,
    body: { error: "Heap is being repaired" },
    count: 1_000,
  });
  expect(await postBatch(source.url, newUsers(1))).toBe(200);

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Waiting on Heap or Braze" });
  await expect(alerts).toContainText("Heap has accepted nothing from “Currents” since");
  await expect(alerts).toContainText("Heap is being repaired");
  await expect(alerts).toContainText("Nothing is lost, and Braze is not affected");
  // Nobody here can end it, so there is no button that pretends so.
  await expect(alerts.locator("a:not(li li a)")).toHaveCount(0);
  await expect(page.getByRole("list", { name: "Open alerts" })).toHaveCount(0);
  await expectNoAxeViolations(page);
  await page.goto(`${portalUrl}/alerts?owner=me`);
  const listed = alerts.locator("> li").filter({ hasText: customer.name });
  await expect(listed).toContainText("Heap is being repaired");
  await expect(listed.getByRole("link", { name: /^Open/ })).toHaveCount(0);
  await expectNoAxeViolations(page);

  await page.goto(portalUrl + customer.path);
  await expect(alerts).toContainText("Heap is being repaired");
  await endFaults({ appId: source.heapAppId });
  await expect(alerts).toHaveCount(0);
  await expect(page.getByText("Up to date")).toBeVisible();
});

test("an app ID that Heap refuses altogether is told with what to check; no event is quarantined, and all of them arrive", async ({
  page,
}) => {
  const customer = await makeOwnCustomer("Wrong app");
  const source = await makeSource(customer.path);
  await orderSandbox(`/heap/${source.heapAppId}/poison`, { everything: true });
  expect(await postBatch(source.url, newUsers(3))).toBe(200);

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText(`Heap has refused everything for the app ID ${source.heapAppId}`);
  await expect(alerts).toContainText("unknown app_id");
  await expect(alerts.getByRole("img", { name: "Stopping a flow" })).toBeVisible();
  await expect(alerts.getByRole("link", { name: "Edit the Heap app ID" })).toBeVisible();
  await expectNoAxeViolations(page);
  const { items } = await api.get<{ items: unknown[] }>(`${customer.path}/events?outcome=quarantined`);
  expect(items).toEqual([]);

  await changeAsScript(`${customer.path}/sources/${source.id}`, { heapAppId: newHeapAppId() });
  await expect(page.getByText("Up to date")).toBeVisible();
  await expect(alerts).toHaveCount(0);
});

test("a second Braze workspace at one address is held and told; a workspace that is over is forgotten in Setup", async ({
  page,
}) => {
  const customer = await makeOwnCustomer("Two workspaces");
  const source = await makeSource(customer.path);
  const postFrom = (appGroupId: string) => postBatch(source.url, newUsers(1), { app_group_id: appGroupId });
  expect(await postFrom("5f0c0ffee0one")).toBe(200);
  await expect
    .poll(
      async () => (await api.get<{ appGroupId: string }>(`${customer.path}/sources/${source.id}`)).appGroupId,
    )
    .toBe("5f0c0ffee0one");
  expect(await postFrom("5f0c0ffee0two")).toBe(200);

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText(
    "Two Braze workspaces post to “Currents”. 1 event of the second one is quarantined",
  );
  await alerts.getByRole("link", { name: "Open the source" }).click();
  await expect(page.getByText("5f0c0ffee0one")).toBeVisible();

  await page.getByRole("button", { name: "Forget the Braze workspace of Currents" }).click();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Forget workspace" }).click();
  await expect(page.getByText("Taken from the first event")).toBeVisible();
  expect(await postFrom("5f0c0ffee0two")).toBe(200);
  await expect(page.getByText("5f0c0ffee0two")).toBeVisible();
});

test("a CSM mutes a customer's notices and ends it; a viewer only sees that it is muted", async ({
  page,
  browser,
}) => {
  const customer = await makeOwnCustomer("Muted");
  await signIn(page, "csm", customer.path);
  await page.getByRole("button", { name: "Notices about this customer" }).click();
  await page.getByRole("menuitem", { name: "Mute notices for 8 hours" }).click();
  await expect(page.getByText("Notices muted until")).toBeVisible();
  await expectNoAxeViolations(page);

  const viewer = await (await browser.newContext()).newPage();
  await signIn(viewer, "viewer", customer.path);
  await expect(viewer.getByText("Notices muted until")).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Notices about this customer" })).toHaveCount(0);
  await viewer.context().close();

  await page.getByRole("button", { name: "Notices about this customer" }).click();
  await page.getByRole("menuitem", { name: "Unmute notices" }).click();
  await expect(page.getByText("Notices muted until")).toHaveCount(0);
});
