import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { adminApi, expect, expectNoAxeViolations, PASSWORD, portalUrl, signIn, test } from "./portal";

const sandboxUrl = process.env.E2E_SANDBOX_URL ?? "";

/** Uses the sandbox's own senders, as Braze and Heap would send. */
async function sandbox(path: string, body: unknown): Promise<void> {
  const res = await fetch(`${sandboxUrl}/control/senders/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!res.ok) throw new Error(`sandbox ${path}: ${res.status} ${await res.text()}`);
}

/** Different numbers for each customer, so that no test meets another's Heap app or Braze workspace. */
function newCustomer(label: string) {
  const heapAppId = String(3_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
  return {
    name: `${label} ${heapAppId}`,
    heapAppId,
    dataImportKey: `sandbox-${heapAppId}`,
    webhookSecret: randomUUID(),
  };
}

/** What the sandbox's Braze and Heap do once they have the two addresses. */
async function sendFromBrazeAndHeap(
  name: string,
  braze: { url: string; bearerToken: string },
  heap: { url: string; secret: string },
): Promise<void> {
  const probe = await fetch(braze.url, {
    method: "POST",
    headers: { authorization: `Bearer ${braze.bearerToken}` },
  });
  expect(probe.status).toBe(200);

  await sandbox(`currents/braze-${name}`, braze);
  await sandbox(`braze-${name}/send`, { count: 40 });
  await sandbox(`segments/heap-${name}`, { ...heap, freshSignatures: true });
  await sandbox(`heap-${name}/send`, { segmentId: 7001, segmentName: "Loyal subscribers", add: 25 });
}

/** The two addresses as the connect step shows them after their creation. */
async function shownAddresses(page: Page): Promise<{ brazeUrl: string; heapUrl: string }> {
  const address = async (path: string) => {
    const shown = page.getByRole("code").filter({ hasText: new RegExp(`^https?://.*/api/${path}/`) });
    return (await shown.first().textContent()) ?? "";
  };
  return { brazeUrl: await address("currents"), heapUrl: await address("heap") };
}

async function expectAllGreen(page: Page): Promise<void> {
  await expect(page.getByText("All 7 proven")).toBeVisible();
}

test("from nothing to all checks green by mouse: each hop turns green by a real request, then the customer goes live", async ({
  page,
}) => {
  const customer = newCustomer("Mouse");
  await signIn(page, "csm", "/customers/new");
  await expectNoAxeViolations(page);
  await page.getByLabel("Customer’s name").fill(customer.name);
  await page.getByRole("button", { name: "Create and go on" }).click();
  await page.waitForURL(/step=source/);

  const appId = page.getByLabel("Heap app id");
  await appId.fill("app-12");
  await expect(page.getByText("Digits only, at most 20")).toBeVisible();
  await appId.fill(customer.heapAppId);
  await expect(page.getByText("Digits only, at most 20")).toBeHidden();
  await page.getByLabel("Heap region").selectOption("sandbox");
  await expect(page.getByText("braze-Email Open")).toBeVisible();
  await page.getByLabel("Prefix text").fill("from-braze-");
  await expect(page.getByText("from-braze-Email Open")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Create source and go on" }).click();

  const once = page.getByRole("dialog", { name: "Bearer token for Braze" });
  const bearerToken = (await once.getByRole("code").textContent()) ?? "";
  expect(bearerToken.length).toBeGreaterThan(30);
  await once.getByRole("button", { name: "I have kept it" }).click();
  await page.waitForURL(/step=destination/);

  await page.getByLabel("Braze instance").selectOption("sandbox");
  await page.getByLabel("Data Import Key").fill(customer.dataImportKey);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Create destination and go on" }).click();
  await page.waitForURL(/step=connect/);

  await expect(page.getByText("0 of 7 proven")).toBeVisible();
  await expect(page.getByText("No webhook secret is set, so pages come in unsigned.")).toBeVisible();
  await page.getByLabel("Heap webhook secret").fill(customer.webhookSecret);
  await page.getByRole("button", { name: "Save secret" }).click();
  await expect(page.getByText("No webhook secret is set, so pages come in unsigned.")).toBeHidden();
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Test the Braze key" }).click();
  await expect(page.getByText("Braze accepts the key.")).toBeVisible();
  await page.getByRole("button", { name: "Send a test event to Heap" }).click();
  await expect(page.getByText('Heap accepted the event "from-braze-Tributary Test"')).toBeVisible();
  await expect(page.getByText("2 of 7 proven")).toBeVisible();
  await page.getByRole("button", { name: "Simulate a Currents event" }).click();
  await expect(page.getByText(/tributary-simulated-/)).toBeVisible();

  const mail = (await page.getByRole("link", { name: "Mail" }).first().getAttribute("href")) ?? "";
  expect(mail).toMatch(/^mailto:\?subject=/);
  expect(decodeURIComponent(mail)).toContain("/api/currents/");
  expect(decodeURIComponent(mail)).not.toContain(bearerToken);

  const { brazeUrl, heapUrl } = await shownAddresses(page);
  await sendFromBrazeAndHeap(
    customer.heapAppId,
    { url: brazeUrl, bearerToken },
    { url: heapUrl, secret: customer.webhookSecret },
  );
  await expectAllGreen(page);
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Go live", exact: true }).click();
  await expect(page.getByText(`${customer.name} is live.`)).toBeVisible();
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible();
});

/** Presses Tab until the control has the focus, as someone without a mouse would. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${control}`);
}

async function typeInto(page: Page, control: Locator, text: string): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
  await expect(control).toHaveValue(text);
}

async function pressOn(page: Page, control: Locator, key: "Enter" | "Space"): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** Types the beginning of an option, as a list takes it; again when the browser took a pause for the end of it. */
async function chooseIn(page: Page, list: Locator, option: string, value: string): Promise<void> {
  await tabTo(page, list);
  await expect(async () => {
    await page.keyboard.type(option);
    await expect(list).toHaveValue(value, { timeout: 2_000 });
  }).toPass();
}

test("from nothing to all checks green by keyboard alone", async ({ page }) => {
  const customer = newCustomer("Keyboard");
  await page.goto(`${portalUrl}/sign-in`);
  await typeInto(page, page.getByLabel("E-mail"), "csm@example.com");
  await typeInto(page, page.getByLabel("Password", { exact: true }), PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));

  await page.goto(`${portalUrl}/customers/new`);
  await typeInto(page, page.getByLabel("Customer’s name"), customer.name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/step=source/);

  await typeInto(page, page.getByLabel("Heap app id"), customer.heapAppId);
  await chooseIn(page, page.getByLabel("Heap region"), "Sandbox", "sandbox");
  await tabTo(page, page.getByRole("radio", { name: /^external_user_id/ }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^user_id/ })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: /^external_user_id/ })).toBeChecked();
  await pressOn(page, page.getByRole("switch", { name: "Put a prefix before names" }), "Space");
  await expect(page.getByText("braze-Email Open")).toBeHidden();
  await pressOn(page, page.getByRole("button", { name: "Create source and go on" }), "Enter");

  const once = page.getByRole("dialog", { name: "Bearer token for Braze" });
  const bearerToken = (await once.getByRole("code").textContent()) ?? "";
  await pressOn(page, once.getByRole("button", { name: "I have kept it" }), "Enter");
  await page.waitForURL(/step=destination/);

  await chooseIn(page, page.getByLabel("Braze instance"), "Sandbox", "sandbox");
  await typeInto(page, page.getByLabel("Data Import Key"), customer.dataImportKey);
  await typeInto(page, page.getByLabel("Heap webhook secret"), customer.webhookSecret);
  await page.keyboard.press("Enter");
  await page.waitForURL(/step=connect/);

  await pressOn(page, page.getByRole("button", { name: "Test the Braze key" }), "Enter");
  await expect(page.getByText("Braze accepts the key.")).toBeVisible();
  await pressOn(page, page.getByRole("button", { name: "Send a test event to Heap" }), "Space");
  await expect(page.getByText(/Heap accepted the event "Tributary Test"/)).toBeVisible();

  const { brazeUrl, heapUrl } = await shownAddresses(page);
  await sendFromBrazeAndHeap(
    customer.heapAppId,
    { url: brazeUrl, bearerToken },
    { url: heapUrl, secret: customer.webhookSecret },
  );
  await expectAllGreen(page);
  await pressOn(page, page.getByRole("button", { name: "Go live", exact: true }), "Enter");
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible();
});

test("onboarding resumes where it was left: what is saved shows, addresses and secrets do not until asked for", async ({
  page,
}) => {
  const customer = newCustomer("Resumed");
  const api = adminApi();
  const { id } = await api.post<{ id: string }>("/customers", { name: customer.name });
  await api.post(`/customers/${id}/sources`, {
    name: "Braze Currents",
    heapAppId: customer.heapAppId,
    heapRegion: "sandbox",
    identityField: "user_id",
    eventTypes: ["users.messages.email.Open"],
    bearerToken: "generate",
  });
  await signIn(page, "csm", `/customers/${id}/onboarding`);

  // The source exists, so it continues with the destination.
  const steps = page.getByRole("navigation", { name: "Onboarding steps" });
  await expect(steps.getByRole("link", { name: "Destination" })).toHaveAttribute("aria-current", "step");
  await steps.getByRole("link", { name: "Source" }).click();
  await expect(page.getByLabel("Heap app id")).toHaveValue(customer.heapAppId);
  await expect(page.getByRole("radio", { name: /^user_id/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Email Open" })).toBeChecked();

  await page.getByLabel("Name of this source").fill("Production workspace");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.waitForURL(/step=destination/);
  await page.getByLabel("Braze instance").selectOption("EU-02");
  await page.getByRole("radio", { name: "Let the customer enter these" }).check();
  await expect(page.getByLabel("Data Import Key")).toBeHidden();
  await page.getByRole("button", { name: "Create destination and go on" }).click();
  await page.waitForURL(/step=connect/);

  await page.getByRole("button", { name: "Create link for the customer" }).click();
  const once = page.getByRole("dialog", { name: "Link for the customer" });
  await expect(once.getByRole("code")).toContainText("/connect/");
  await once.getByRole("button", { name: "I have kept it" }).click();

  await page.reload();
  await expect(page.getByText("0 of 7 proven")).toBeVisible();
  await expect(page.getByRole("link", { name: "Mail" })).toHaveCount(0);
  await page.getByRole("button", { name: "Show URL" }).first().click();
  await expect(page.getByRole("link", { name: "Mail" })).toHaveCount(1);
  const { items } = await api.get<{ items: { action: string }[] }>(`/customers/${id}/audit?limit=100`);
  expect(items.map(({ action }) => action)).toContain("endpoint.revealed");

  await steps.getByRole("link", { name: "Source" }).click();
  await expect(page.getByLabel("Name of this source")).toHaveValue("Production workspace");
});

/** A customer with a source and a destination in the sandbox, for two people to edit at the same time. */
async function makeContested() {
  const customer = newCustomer("Contested");
  const api = adminApi();
  const { id } = await api.post<{ id: string }>("/customers", { name: customer.name });
  const path = `/customers/${id}`;
  const source = await api.post<{ id: string }>(`${path}/sources`, {
    name: "Currents",
    heapAppId: customer.heapAppId,
    heapRegion: "sandbox",
  });
  const destination = await api.post<{ id: string }>(`${path}/destinations`, {
    name: "Cohorts",
    brazeInstance: "sandbox",
  });
  return {
    path,
    sourcePath: `${path}/sources/${source.id}`,
    destinationPath: `${path}/destinations/${destination.id}`,
  };
}

/** An edit through the API, as if someone else made it in the meantime. */
async function editMeanwhile(path: string, change: object): Promise<void> {
  const { version } = await adminApi().get<{ version: number }>(path);
  const res = await fetch(`${portalUrl}/api/v1${path}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${process.env.E2E_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ version, ...change }),
  });
  expect(res.status).toBe(200);
}

test("two people editing one source: the later one sees both versions and keeps what they typed", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const { path, sourcePath } = await makeContested();
  await signIn(page, "csm", `${path}/onboarding?step=source`);
  const name = page.getByLabel("Name of this source");
  await name.fill("What I typed");
  await editMeanwhile(sourcePath, { name: "What they saved", prefix: "live-" });

  await page.getByRole("button", { name: "Save and go on" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("What they saved");
  await expect(told).toContainText("What I typed");
  await expect(told).toContainText("not changed by you");
  await expect(name).toHaveValue("What I typed");
  await expectNoAxeViolations(page);
  expect(await adminApi().get(sourcePath)).toMatchObject({ name: "What they saved" });

  // What is typed after the notice counts as well.
  await name.fill("What I typed then");
  await expect(told).toContainText("What I typed then");
  await told.getByRole("button", { name: "Save my input over it" }).click();
  await page.waitForURL(/step=destination/);
  expect(await adminApi().get(sourcePath)).toMatchObject({
    name: "What I typed then",
    prefix: "live-",
  });
});

test("two people editing one destination: the later one sees both versions, secrets by name only, and can take theirs", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const { path, destinationPath } = await makeContested();
  await signIn(page, "csm", `${path}/onboarding?step=destination`);
  const name = page.getByLabel("Name of this destination");
  const key = page.getByLabel("Data Import Key");
  await name.fill("What I typed");
  await key.fill("sandbox-key-of-mine");
  await editMeanwhile(destinationPath, { name: "What they saved", dataImportKey: "sandbox-key-of-theirs" });

  await page.getByRole("button", { name: "Save and go on" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("What they saved");
  await expect(told).toContainText("What I typed");
  await expect(told).toContainText("Data Import Key");
  await expect(told).not.toContainText("sandbox-key");
  await expect(name).toHaveValue("What I typed");
  await expect(key).toHaveValue("sandbox-key-of-mine");
  await expectNoAxeViolations(page);

  await told.getByRole("button", { name: "Take what is saved" }).click();
  await expect(name).toHaveValue("What they saved");
  await expect(key).toHaveValue("");
  await name.fill("What we agreed on");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.waitForURL(/step=connect/);
  expect(await adminApi().get(destinationPath)).toMatchObject({ name: "What we agreed on" });
});

test("a webhook secret that is refused stays beside its field; what was saved with it stays saved", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/400/);
  const { path, destinationPath } = await makeContested();
  await signIn(page, "csm", `${path}/onboarding?step=destination`);
  await page.getByLabel("Name of this destination").fill("Renamed");
  const secret = page.getByLabel("Heap webhook secret");
  await secret.fill("x".repeat(2_000));
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(secret).toHaveAttribute("aria-invalid", "true");
  expect(await adminApi().get(destinationPath)).toMatchObject({ name: "Renamed", webhookSecrets: [] });

  await secret.fill("hook-that-is-fine");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.waitForURL(/step=connect/);
  expect(await adminApi().get(destinationPath)).toMatchObject({
    name: "Renamed",
    webhookSecrets: [expect.anything()],
  });
});

test("what somebody else adds meanwhile does not take away the step that is being filled in", async ({
  page,
}) => {
  const customer = newCustomer("Together");
  const api = adminApi();
  const { id } = await api.post<{ id: string }>("/customers", { name: customer.name });
  const settings = { name: "Currents", heapAppId: customer.heapAppId, heapRegion: "sandbox" };
  await api.post(`/customers/${id}/sources`, settings);
  await signIn(page, "csm", `/customers/${id}/onboarding`);
  const name = page.getByLabel("Name of this destination");
  await name.fill("What I typed");

  const read = page.waitForResponse(
    async (res) =>
      new URL(res.url()).pathname.endsWith("/destinations") && (await res.text()).includes("What they added"),
  );
  await api.post(`/customers/${id}/destinations`, { name: "What they added", brazeInstance: "sandbox" });
  await read;
  const steps = page.getByRole("navigation", { name: "Onboarding steps" });
  await expect(steps.getByRole("link", { name: /Destination.*saved/ })).toBeVisible();
  await expect(name).toHaveValue("What I typed");
});

test("a viewer sees how far onboarding is, and nothing to change it with", async ({ page }) => {
  const customer = newCustomer("Watched");
  const { id } = await adminApi().post<{ id: string }>("/customers", { name: customer.name });
  const settings = { name: "Currents", heapAppId: customer.heapAppId, heapRegion: "sandbox" };
  await adminApi().post(`/customers/${id}/sources`, settings);
  await signIn(page, "viewer", `/customers/${id}/onboarding`);
  await expect(page.getByText("0 of 3 proven")).toBeVisible();
  await expect(page.getByRole("button", { name: /test event|Simulate|Go live/ })).toHaveCount(0);
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/customers/new`);
  await expect(page.getByText("Only CSMs and admins add customers.")).toBeVisible();
});
