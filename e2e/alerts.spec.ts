import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

const sandboxUrl = process.env.E2E_SANDBOX_URL ?? "";
const api = adminApi();

async function order(path: string, body: unknown): Promise<void> {
  const res = await fetch(`${sandboxUrl}/control${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!res.ok) throw new Error(`the sandbox refused ${path}: ${await res.text()}`);
}

/** A customer of the CSM who signs in below, so that it is among "Mine" on the dashboard. */
async function makeCustomer(label: string): Promise<{ id: string; name: string; path: string }> {
  const { items } = await api.get<{ items: { id: string; email: string }[] }>("/users?limit=100");
  const ownerId = items.find(({ email }) => email === "csm@example.com")?.id;
  const name = `${label} ${randomUUID().slice(0, 8)}`;
  const { id } = await api.post<{ id: string }>("/customers", { name, ownerId });
  return { id, name, path: `/customers/${id}` };
}

/** The dashboard's line for a customer, among the CSM's own. */
async function lineOnDashboard(page: Page, name: string) {
  await page.goto(`${portalUrl}/?owner=me`);
  return page.getByRole("listitem").filter({ hasText: name });
}

test("a key that Braze refuses is told on dashboard and overview with what to do, and is gone once Braze takes it", async ({
  page,
}) => {
  const customer = await makeCustomer("Refused key");
  const workspaceKey = `sandbox-${randomUUID()}`;
  const webhookSecret = randomUUID();
  const { endpoint } = await api.post<{ endpoint: { url: string } }>(`${customer.path}/destinations`, {
    name: "Cohorts",
    brazeInstance: "sandbox",
    dataImportKey: workspaceKey,
    webhookSecret,
  });
  await order("/faults", {
    target: "braze.cohorts",
    match: { workspaceKey },
    mode: "status",
    status: 401,
    body: { message: "Invalid client secret" },
    count: 1,
  });
  await order(`/senders/segments/${workspaceKey}`, { url: endpoint.url, secret: webhookSecret });
  await order(`/senders/${workspaceKey}/send`, { segmentId: 7, segmentName: "Trial", add: 3 });

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText("Braze does not accept the Data Import Key");
  await expect(alerts).toContainText("Copy the current key from Braze");
  await expect(alerts.getByRole("img", { name: "Stops a flow" })).toBeVisible();
  await expect(alerts.getByRole("link", { name: "Open Setup" })).toHaveAttribute(
    "href",
    `${customer.path}/setup`,
  );
  await expectNoAxeViolations(page);

  const line = await lineOnDashboard(page, customer.name);
  await expect(line).toContainText("Braze does not accept the Data Import Key");
  await expect(line).toContainText("Copy the current key from Braze");
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/alerts?owner=me`);
  const listed = page.getByRole("listitem").filter({ hasText: customer.name });
  await expect(listed).toContainText("Copy the current key from Braze");
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
  const customer = await makeCustomer("Failing");
  const heapAppId = String(6_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
  const { endpoint } = await api.post<{ endpoint: { url: string } }>(`${customer.path}/sources`, {
    name: "Currents",
    heapAppId,
    heapRegion: "sandbox",
  });
  await order("/faults", {
    target: "heap.track",
    match: { appId: heapAppId },
    mode: "status",
    status: 503,
    body: { error: "Heap is being repaired" },
    count: 1_000,
  });
  const events = [
    {
      id: randomUUID(),
      event_type: "users.messages.email.Open",
      time: Math.floor(Date.now() / 1_000),
      user: { external_user_id: "user-1" },
    },
  ];
  const posted = await fetch(endpoint.url, { method: "POST", body: JSON.stringify({ events }) });
  expect(posted.status).toBe(200);

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText("Heap has accepted nothing from “Currents” since");
  await expect(alerts).toContainText("Heap is being repaired");
  await expect(alerts).toContainText("Nothing is lost, and Braze is not affected");
  await fetch(`${sandboxUrl}/control/faults?appId=${heapAppId}`, { method: "DELETE" });
  await expect(alerts).toHaveCount(0);
  await expect(page.getByText("All forwarded")).toBeVisible();
});

test("a CSM mutes a customer's notices and ends it; a viewer only sees that it is muted", async ({
  page,
  browser,
}) => {
  const customer = await makeCustomer("Muted");
  await signIn(page, "csm", customer.path);
  await page.getByRole("button", { name: "Notices of this customer" }).click();
  await page.getByRole("menuitem", { name: "Mute notices for 8 hours" }).click();
  await expect(page.getByText("Notices muted until")).toBeVisible();
  await expectNoAxeViolations(page);

  const viewer = await (await browser.newContext()).newPage();
  await signIn(viewer, "viewer", customer.path);
  await expect(viewer.getByText("Notices muted until")).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Notices of this customer" })).toHaveCount(0);
  await viewer.context().close();

  await page.getByRole("button", { name: "Notices of this customer" }).click();
  await page.getByRole("menuitem", { name: "Send notices again" }).click();
  await expect(page.getByText("Notices muted until")).toHaveCount(0);
});
