import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

interface Made {
  id: string;
  name: string;
  path: string;
  source: { id: string; url: string };
  destination: { id: string; url: string; dataImportKey: string; webhookSecret: string };
}

/** A live customer for one test, with one source and one destination in the sandbox. */
async function makeCustomer(label: string): Promise<Made> {
  const api = adminApi();
  const name = `${label} ${randomUUID().slice(0, 8)}`;
  const customer = await api.post<{ id: string; version: number }>("/customers", { name });
  const path = `/customers/${customer.id}`;
  await change(path, { version: customer.version, state: "live" });

  type Created = { id: string; endpoint: { url: string } };
  const heapAppId = String(4_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
  const source = await api.post<Created>(`${path}/sources`, {
    name: "Currents",
    heapAppId,
    heapRegion: "sandbox",
  });
  const secrets = { dataImportKey: `sandbox-${heapAppId}`, webhookSecret: `hook-${randomUUID()}` };
  const destination = await api.post<Created>(`${path}/destinations`, {
    name: "Cohorts",
    brazeInstance: "sandbox",
    ...secrets,
  });
  return {
    id: customer.id,
    name,
    path,
    source: { id: source.id, url: source.endpoint.url },
    destination: { id: destination.id, url: destination.endpoint.url, ...secrets },
  };
}

/** An edit through the API, as someone else's script would make it. */
async function change(path: string, body: unknown): Promise<Response> {
  return fetch(`${portalUrl}/api/v1${path}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${process.env.E2E_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** One batch as Braze posts it. */
async function postBatch(url: string, count: number): Promise<number> {
  const events = Array.from({ length: count }, () => ({
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: Math.floor(Date.now() / 1_000),
    user: { external_user_id: `user-${randomUUID()}` },
    properties: {},
  }));
  const res = await fetch(url, { method: "POST", body: JSON.stringify({ events }) });
  return res.status;
}

function section(page: Page, heading: string) {
  return page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: heading }) });
}

/** Signs in and opens the setup, and waits until the browser has read the endpoints. */
async function openSetup(page: Page, role: "csm" | "viewer", path: string): Promise<void> {
  await signIn(page, role, `${path}/setup`);
  await expectEndpoints(page);
}

async function expectEndpoints(page: Page): Promise<void> {
  await expect(page.getByText("Current", { exact: true })).toHaveCount(2);
}

test("a paused source keeps what it gets, says how much, and forwards it when resumed", async ({ page }) => {
  const { path, source } = await makeCustomer("Holding");
  await openSetup(page, "csm", path);

  const card = section(page, "Currents");
  await card.getByRole("button", { name: "Pause Currents" }).click();
  await expect(card.getByText("It holds nothing yet.")).toBeVisible();
  expect(await postBatch(source.url, 3)).toBe(200);
  expect(await postBatch(source.url, 2)).toBe(200);
  await expect(card.getByText("It holds 5 events in 2 batches")).toBeVisible();

  await page.goto(`${portalUrl}${path}`);
  await expect(page.getByText("It holds 5 events in 2 batches")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Resume Currents" }).click();
  await expect(page.getByText("Nothing waits to be forwarded.")).toBeVisible();

  const readBooks = () => adminApi().get<{ books: { forwarded: number; pending: number } }>(path);
  await expect.poll(async () => (await readBooks()).books).toMatchObject({ forwarded: 5, pending: 0 });
});

test("a pause that is refused rolls back with a message", async ({ page, expectInConsole }) => {
  expectInConsole(/503/);
  const { path } = await makeCustomer("Refused");
  await openSetup(page, "csm", path);
  await page.route("**/pause", (route) =>
    route.fulfill({
      status: 503,
      json: { error: { code: "unavailable", message: "The database does not answer. Try again." } },
    }),
  );
  const card = section(page, "Currents");
  await card.getByRole("button", { name: "Pause Currents" }).click();
  await expect(page.getByText("“Currents” could not be paused and stays as it was.")).toBeVisible();
  await expect(card.getByRole("button", { name: "Pause Currents" })).toBeVisible();
});

test("while a rotation overlaps both URLs take batches; the revoked one is 404", async ({ page }) => {
  const { path, source } = await makeCustomer("Rotating");
  await openSetup(page, "csm", path);
  const oldHint = source.url.slice(-4);
  const card = section(page, "Currents");

  await card.getByRole("button", { name: `Rotate endpoint ending in ${oldHint}` }).click();
  await expectNoAxeViolations(page);
  await page.getByRole("radio", { name: "1 hour" }).check();
  await page.getByRole("button", { name: "Rotate endpoint", exact: true }).click();
  const newUrl = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  expect(newUrl).not.toBe(source.url);
  await page.getByRole("button", { name: "Done" }).click();

  await expect(card.getByText("Overlap", { exact: true })).toBeVisible();
  expect([await postBatch(source.url, 1), await postBatch(newUrl, 1)]).toEqual([200, 200]);

  await card.getByRole("button", { name: `Revoke endpoint ending in ${oldHint}` }).click();
  await expect(
    page.getByRole("alertdialog", { name: `Revoke the endpoint ending in ${oldHint}?` }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Revoke endpoint", exact: true }).click();
  await expect(card.getByText("1 ended endpoint")).toBeVisible();
  expect([await postBatch(source.url, 1), await postBatch(newUrl, 1)]).toEqual([404, 200]);
});

test("of two people editing, the second is told, sees both sides and overwrites nothing unawares", async ({
  page,
  context,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const { path, source } = await makeCustomer("Contested");
  await openSetup(page, "csm", path);
  const other = await context.newPage();
  await other.goto(`${portalUrl}${path}/setup`);
  await expectEndpoints(other);

  for (const tab of [page, other]) await tab.getByRole("button", { name: "Edit Currents" }).click();
  await page.getByLabel("Name of this source").fill("First");
  await page.getByRole("button", { name: "Save source" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "First" })).toBeVisible();

  await other.getByLabel("Name of this source").fill("Second");
  await other.getByRole("button", { name: "Save source" }).click();
  const told = other.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("First");
  await expect(told).toContainText("Second");
  await expectNoAxeViolations(other);
  const saved = () => adminApi().get<{ name: string }>(`${path}/sources/${source.id}`);
  expect((await saved()).name).toBe("First");

  await told.getByRole("button", { name: "Take what is saved" }).click();
  await expect(other.getByLabel("Name of this source")).toHaveValue("First");
  await other.getByLabel("Name of this source").fill("Third");
  await other.getByRole("button", { name: "Save source" }).click();
  await expect(other.getByRole("heading", { level: 2, name: "Third" })).toBeVisible();
  expect((await saved()).name).toBe("Third");
});

test("keeping one's own input saves only what one changed oneself", async ({ page, expectInConsole }) => {
  expectInConsole(/409/);
  const { path, name } = await makeCustomer("Kept");
  await openSetup(page, "csm", path);
  await page.getByLabel("Name", { exact: true }).fill(`${name} mine`);

  const { version } = await adminApi().get<{ version: number }>(path);
  expect((await change(path, { version, state: "paused" })).status).toBe(200);
  await page.getByRole("button", { name: "Save customer" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("not changed by you");
  await told.getByRole("button", { name: "Save my input over it" }).click();
  await expect(told).toBeHidden();
  await expect(page.getByRole("radio", { name: "Paused" })).toBeChecked();
  expect(await adminApi().get(path)).toMatchObject({ name: `${name} mine`, state: "paused" });
});

test("one's own save is nobody else's: the customer can be changed twice in a row", async ({ page }) => {
  const { path, name } = await makeCustomer("Twice");
  await openSetup(page, "csm", path);
  const save = page.getByRole("button", { name: "Save customer" });
  for (const next of [`${name} once`, `${name} twice`]) {
    await page.getByLabel("Name", { exact: true }).fill(next);
    await save.click();
    await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText(next, {
      timeout: 20_000,
    });
    await expect(save).toBeDisabled();
  }
  expect(await adminApi().get(path)).toMatchObject({ name: `${name} twice` });
});

test("secrets are replaced and never come back in any answer", async ({ page }) => {
  const { path, destination } = await makeCustomer("Secretive");
  const answers: string[] = [];
  page.on("response", (res) => {
    if (/json|html|text/.test(res.headers()["content-type"] ?? ""))
      res.text().then(
        (text) => answers.push(text),
        () => {},
      );
  });
  await openSetup(page, "csm", path);
  const card = section(page, "Cohorts");
  const newKey = `sandbox-${randomUUID()}`;
  await card.getByRole("button", { name: "Replace Data Import Key" }).click();
  await page.getByRole("textbox", { name: "Data Import Key" }).fill(newKey);
  await page.getByRole("button", { name: "Save key" }).click();
  await expect(page.getByText("The Data Import Key is set.")).toBeVisible();

  await card.getByRole("button", { name: "Test the Braze key" }).click();
  await expect(card.getByText("Braze accepts the key.")).toBeVisible();

  const secondSecret = `hook-${randomUUID()}`;
  await card.getByRole("button", { name: "Add webhook secret" }).click();
  await page.getByRole("textbox", { name: "Heap webhook secret" }).fill(secondSecret);
  await page.getByRole("button", { name: "Add secret" }).click();
  await expect(card.getByText("Two set")).toBeVisible();
  await expect(card.getByRole("button", { name: "Add webhook secret" })).toBeHidden();
  await card.getByRole("button", { name: "Revoke webhook secret 1" }).click();
  await page.getByRole("button", { name: "Revoke secret", exact: true }).click();
  await expect(card.getByText("Secret 2")).toBeHidden();

  await card.getByRole("button", { name: "Remove Data Import Key" }).click();
  await page.getByRole("button", { name: "Remove key" }).click();
  await expect(card.getByText("Not set")).toHaveCount(2);

  expect(answers.length).toBeGreaterThan(5);
  for (const secret of [destination.dataImportKey, destination.webhookSecret, newKey, secondSecret]) {
    expect(answers.filter((text) => text.includes(secret))).toEqual([]);
  }
});

test("archiving asks for the name and ends the endpoints; bringing back is all an archived customer offers", async ({
  page,
}) => {
  const { path, name, source } = await makeCustomer("Leaving");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Archive customer" }).click();
  const dialog = page.getByRole("alertdialog");
  const confirm = dialog.getByRole("button", { name: "Archive customer" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill(name);
  await confirm.click();

  await expect(page.getByRole("heading", { level: 2, name: "Bring back" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Pause|Edit|Rotate|Revoke|Replace|Add) / })).toHaveCount(0);
  expect(await postBatch(source.url, 1)).toBe(404);
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByRole("radio", { name: "Paused" })).toBeChecked();
  expect(await postBatch(source.url, 1)).toBe(200);
});

test("a viewer reads the setup and changes nothing, neither on the screen nor through the API", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/403/);
  const { path, source } = await makeCustomer("Readable");
  await openSetup(page, "viewer", path);
  await expect(section(page, "Currents").getByText("Current", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("button", {
      name: /^(Pause|Edit|Show URL|Rotate|Revoke|Replace|Enter|Remove|Add|Save|Archive)/,
    }),
  ).toHaveCount(0);
  await expectNoAxeViolations(page);

  const statuses = await page.evaluate(
    async ([customer, sourceId]) => {
      const post = async (url: string, method = "POST") =>
        (
          await fetch(`/api/v1${url}`, {
            method,
            headers: { "content-type": "application/json" },
            body: "{}",
          })
        ).status;
      return [
        await post(`${customer}/sources/${sourceId}/pause`),
        await post(`${customer}/sources/${sourceId}/endpoints`),
      ];
    },
    [path, source.id] as const,
  );
  expect(statuses).toEqual([403, 403]);
});

test("the setup is free of axe's findings, full and empty", async ({ page }) => {
  const { path } = await makeCustomer("Clean");
  const empty = await adminApi().post<{ id: string }>("/customers", { name: `Bare ${randomUUID()}` });
  await openSetup(page, "csm", path);
  await expect(section(page, "Cohorts").getByText("Current", { exact: true })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Edit Cohorts" }).click();
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/customers/${empty.id}/setup`);
  await expect(page.getByText("No source yet")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Add source" }).click();
  await expect(page.getByRole("button", { name: "Create source" })).toBeVisible();
  await expectNoAxeViolations(page);
});
