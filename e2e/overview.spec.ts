import { randomUUID } from "node:crypto";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

async function makeCustomer(label: string): Promise<{ id: string; name: string; path: string }> {
  const name = `${label} ${randomUUID().slice(0, 8)}`;
  const { id } = await adminApi().post<{ id: string }>("/customers", { name });
  return { id, name, path: `/customers/${id}` };
}

async function addSource(path: string): Promise<string> {
  const heapAppId = String(5_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
  const body = { name: "Currents", heapAppId, heapRegion: "sandbox" };
  const { endpoint } = await adminApi().post<{ endpoint: { url: string } }>(`${path}/sources`, body);
  return endpoint.url;
}

async function postBatch(url: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, () => ({
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: Math.floor(Date.now() / 1_000),
    user: { external_user_id: `user-${randomUUID()}` },
    properties: {},
  }));
  const res = await fetch(url, { method: "POST", body: JSON.stringify({ events }) });
  expect(res.status).toBe(200);
}

test("a customer without anything says what is missing and where to add it", async ({ page }) => {
  const { path, name } = await makeCustomer("Empty");
  await signIn(page, "csm", path);
  await expect(page.getByRole("heading", { name: "No source yet" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No destination yet" })).toBeVisible();
  await expect(page.getByText("Waiting for data")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText(name);
  await expect(page.getByRole("link", { name: "Overview" })).toHaveAttribute("aria-current", "page");
  await expectNoAxeViolations(page);
});

test("what comes from Braze shows within seconds: accepted, forwarded, Heap's answer and the budget", async ({
  page,
}) => {
  const { path } = await makeCustomer("Flowing");
  const url = await addSource(path);
  await signIn(page, "csm", path);
  const lane = page.getByRole("list", { name: "Currents: from Braze to Heap" });
  await expect(lane).toContainText("Last batch not yet");

  await postBatch(url, 12);
  // Each of the two is so for a minute, so neither waits for the other.
  await Promise.all([
    expect(lane).toContainText("12 / min"),
    expect(page.getByText("12 of 15,000 events in 60 s")).toBeVisible(),
  ]);
  await expect(lane).toContainText("Answered 200");
  await expect(page.getByText("All forwarded")).toBeVisible();
  await expectNoAxeViolations(page);
});

test("a pause on the overview shows at once and is undone by Resume", async ({ page }) => {
  const { path } = await makeCustomer("Pausing");
  await addSource(path);
  await signIn(page, "csm", path);
  await page.getByRole("button", { name: "Pause Currents" }).click();
  await expect(page.getByText("It holds nothing yet.")).toBeVisible();
  await page.getByRole("button", { name: "Resume Currents" }).click();
  await expect(page.getByRole("button", { name: "Pause Currents" })).toBeVisible();
});

test("a viewer sees the flows without a way to change them", async ({ page }) => {
  const { path } = await makeCustomer("Watched");
  await addSource(path);
  await signIn(page, "viewer", path);
  await expect(page.getByRole("list", { name: "Currents: from Braze to Heap" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Pause|Resume/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Continue onboarding" })).toHaveCount(0);
});

test("an unknown customer is a screen that says so, and 404 from the API", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/404/);
  await signIn(page, "csm");
  for (const id of [randomUUID(), "nonsense"]) {
    await page.goto(`${portalUrl}/customers/${id}`);
    await expect(page.getByRole("heading", { name: "There is no such customer" })).toBeVisible();
    await expectNoAxeViolations(page);
  }
  const status = await page.evaluate(
    async (id) => (await fetch(`/api/v1/customers/${id}/overview`)).status,
    randomUUID(),
  );
  expect(status).toBe(404);
});
