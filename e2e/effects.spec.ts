import type { Page } from "@playwright/test";
import { createSegmentSender } from "../sandbox/senders/segments";
import { makeLiveCustomer, openMoreSettings, openSetup, section } from "./open-setup";
import {
  adminApi,
  changeAsScript,
  expect,
  expectNoAxeViolations,
  expectNotice,
  portalUrl,
  test,
} from "./portal";
import { postBatch } from "./post-batch";

const api = adminApi();

type Customer = Awaited<ReturnType<typeof makeLiveCustomer>>;

/** Braze names 40 users by their external id, and Heap knows all of them by it. */
async function makeMatching(label: string): Promise<Customer> {
  const customer = await makeLiveCustomer(label);
  const { path, source, destination } = customer;
  const users = Array.from({ length: 40 }, (_, n) => ({
    external_user_id: `crm-${n}`,
    user_id: `braze-${n}`,
  }));
  expect(await postBatch(source.url, users)).toBe(200);
  const sender = createSegmentSender({
    url: destination.url,
    secret: destination.webhookSecret,
    freshSignatures: true,
  });
  sender.define(7, "Booked a trip");
  await sender.sync(7, { add: users.map(({ external_user_id }) => external_user_id) });
  await expect
    .poll(async () => (await api.get<{ items: { wanted: number }[] }>(`${path}/segments`)).items[0]?.wanted)
    .toBe(40);
  await api.post(`${path}/sources/${source.id}/identity-overlap`, {});
  return customer;
}

const savedOf = ({ path, source }: Customer) =>
  api.get<{ identityField: string; pausedAt: string | null; prefix: string | null }>(
    `${path}/sources/${source.id}`,
  );

/** Opens the form, chooses the other identity and presses Save; nothing is saved by that alone. */
async function askForOtherIdentity(page: Page) {
  await page.getByRole("button", { name: "Edit Currents" }).click();
  await page.getByRole("radio", { name: /^user_id/ }).check();
  await page.getByRole("button", { name: "Save source" }).click();
  return page.getByRole("alertdialog", { name: "What saving “Currents” does" });
}

test("another identity shows that the match falls before it is saved; a revert shows what it does, and can be undone", async ({
  page,
}) => {
  const customer = await makeMatching("Effect");
  await openSetup(page, "csm", customer.path);
  const question = await askForOtherIdentity(page);
  await expect(question).toContainText("Match with Heap falls from 100% to 0%.");
  await expect(question).toContainText("becomes a new user there");
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await savedOf(customer)).toMatchObject({ identityField: "external_user_id" });

  await page.getByRole("button", { name: "Save source" }).click();
  await question.getByRole("button", { name: "Save anyway" }).click();
  await expectNotice(page, "“Currents” saved.");
  expect(await savedOf(customer)).toMatchObject({ identityField: "user_id", pausedAt: null });
  await page.getByRole("button", { name: "Revert", exact: true }).click();
  const back = page.getByRole("alertdialog", { name: "What reverting “Currents” does" });
  await expect(back).toContainText("Match with Heap rises from 0% to 100%.");
  await expectNoAxeViolations(page);
  await back.getByRole("button", { name: "Revert", exact: true }).click();
  await expectNotice(page, "“Currents” is back to how it was.");
  expect(await savedOf(customer)).toMatchObject({ identityField: "external_user_id" });

  // The notice outlives the page it came from.
  await page.getByRole("link", { name: "Overview", exact: true }).first().click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  const undo = page.getByRole("alertdialog", { name: "What undoing the revert of “Currents” does" });
  await expect(undo).toContainText("Match with Heap falls from 100% to 0%.");
  await undo.getByRole("button", { name: "Undo anyway" }).click();
  await expectNotice(page, "“Currents” is back to how it was before the revert.");
  expect(await savedOf(customer)).toMatchObject({ identityField: "user_id", pausedAt: null });
});

test("a flow can be paused first: then it is saved, and nothing of it has reached Heap", async ({ page }) => {
  const customer = await makeMatching("Paused first");
  await openSetup(page, "csm", customer.path);
  const question = await askForOtherIdentity(page);
  await question.getByRole("button", { name: "Pause first, then save" }).click();
  await expectNotice(page, "“Currents” saved.");
  expect(await savedOf(customer)).toMatchObject({
    identityField: "user_id",
    pausedAt: expect.any(String),
  });
});

test("Setup says who changed a source last and how, and reverts it as another change in the log", async ({
  page,
}) => {
  const customer = await makeMatching("Last change");
  const { path, source } = customer;
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit Currents" }).click();
  await page.getByRole("switch", { name: "Put a prefix before names" }).click();
  await page.getByRole("button", { name: "Save source" }).click();
  const question = page.getByRole("alertdialog", { name: "What saving “Currents” does" });
  await expect(question).toContainText("of the last 40 events would have different names in Heap");
  const renamed = question.getByRole("region", { name: "Events renamed" });
  await expect(renamed).toContainText("Email Open → braze-Email Open");
  await expect(question.getByRole("region", { name: "Properties renamed" })).toContainText("braze-");
  await question.getByRole("button", { name: "Save anyway" }).click();

  const last = page.getByRole("region", { name: "Last change to Currents" });
  await expect(last).toContainText("Prefix: None → braze-");
  await expectNoAxeViolations(page);
  await last.getByRole("button", { name: "Revert the last change to Currents" }).click();
  await page
    .getByRole("alertdialog", { name: "What reverting “Currents” does" })
    .getByRole("button", { name: "Revert", exact: true })
    .click();
  await expect(last).toContainText("Prefix: braze- → None");
  expect((await savedOf(customer)).prefix).toBeNull();
  const audit = await api.get<{ items: { action: string }[] }>(
    `${path}/audit?subjectId=${source.id}&action=source.updated`,
  );
  expect(audit.items).toHaveLength(2);
});

test("neither a save nor a revert that comes too late leaves the source paused", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const customer = await makeMatching("Too late");
  const { path, source } = customer;
  await openSetup(page, "csm", path);
  const question = await askForOtherIdentity(page);
  await expect(question).toBeVisible();
  await changeAsScript(`${path}/sources/${source.id}`, { prefix: "other-" });
  await question.getByRole("button", { name: "Pause first, then save" }).click();
  await expect(page.getByRole("heading", { name: "Changed by someone else" })).toBeVisible();
  expect(await savedOf(customer)).toMatchObject({ identityField: "external_user_id", pausedAt: null });

  await page.reload();
  const last = page.getByRole("region", { name: "Last change to Currents" });
  await last.getByRole("button", { name: "Revert the last change to Currents" }).click();
  const back = page.getByRole("alertdialog", { name: "What reverting “Currents” does" });
  await expect(back).toBeVisible();
  await changeAsScript(`${path}/sources/${source.id}`, { name: "Renamed" });
  await back.getByRole("button", { name: "Pause first, then revert" }).click();
  await expectNotice(page, "Nothing was reverted.");
  expect(await savedOf(customer)).toMatchObject({ prefix: "other-", pausedAt: null });
});

test("protection switched off warns of personal data with every name, before any event has come", async ({
  page,
}) => {
  const { path, source } = await makeLiveCustomer("Uncovered");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit Currents" }).click();
  await openMoreSettings(page.getByRole("dialog"));
  await page.getByRole("switch", { name: "Protect personal data" }).click();
  await page.getByRole("button", { name: "Save source" }).click();
  const question = page.getByRole("alertdialog", { name: "What saving “Currents” does" });
  await expect(question).toContainText("Personal data could reach Heap");
  const names = question.getByRole("region", { name: "Personal data, sent as it is" });
  await names.getByText(/^\d+ more$/).click();
  await expect(names).toContainText("first_name");
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await api.get(`${path}/sources/${source.id}`)).toMatchObject({ protectsPersonalData: true });
});

test("a key of another workspace says who is sent again before it is saved", async ({ page }) => {
  const customer = await makeMatching("Other key");
  const { path } = customer;
  const { items } = await api.get<{ items: { id: string }[] }>(`${path}/segments`);
  await api.post(`${path}/segments/${items[0]?.id}/syncs`, { trigger: "manual" });
  await expect
    .poll(async () => (await api.get<{ items: { acked: number }[] }>(`${path}/segments`)).items[0]?.acked)
    .toBe(40);

  await openSetup(page, "csm", path);
  const card = section(page, "Cohorts");
  await card.getByRole("button", { name: "Replace Data Import Key" }).click();
  const dialog = page.getByRole("dialog", { name: "Data Import Key of “Cohorts”" });
  await dialog.getByLabel("Data Import Key").fill("sandbox-another-workspace");
  await dialog.getByRole("button", { name: "Save key" }).click();
  const question = page.getByRole("alertdialog", { name: "What saving “Cohorts” does" });
  await expect(question).toContainText("40 members of 1 segment will be sent to Braze again.");
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Save anyway" }).click();
  await expectNotice(page, "Data Import Key saved.");
});

test("the overview marks changes in its charts and lists them with who and when", async ({ page }) => {
  const customer = await makeMatching("Marked");
  const { path, source } = customer;
  await expect
    .poll(async () => (await api.get<{ books: { forwarded: number } }>(path)).books.forwarded)
    .toBe(40);
  await api.post(`${path}/sources/${source.id}/pause`, {});
  await openSetup(page, "viewer", path);
  await page.goto(portalUrl + path);
  const history = page.getByRole("region", { name: "History" });
  const changes = history.getByRole("list", { name: "Changes in this time range" });
  await expect(changes.getByRole("listitem").first()).toContainText("Paused the source");
  await history.getByText(/^\d+ earlier$/).click();
  await expect(history.getByRole("listitem").filter({ hasText: "State: Onboarding → Live" })).toBeVisible();
  await expect(history.getByLabel("Resumed", { exact: true })).toHaveCount(0);
  await expect(history.getByRole("img", { name: /^Events by hour\. .* changes? marked\.$/ })).toBeVisible();
  await history.getByText("As a table").first().click();
  const row = history.getByRole("table", { name: "Events by hour" }).getByRole("row").last();
  await expect(row).toContainText("Paused the source");
  await expectNoAxeViolations(page);
  await changes.getByRole("link", { name: "Paused the source “Currents”" }).click();
  await expect(page).toHaveURL(new RegExp(`/setup#${source.id}$`));
});
