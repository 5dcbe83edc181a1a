import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeLiveCustomer, openMoreSettings, openSetup } from "./open-setup";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";

const OPEN = "users.messages.email.Open";
const FAX = "users.messages.fax.Sent";

async function post(url: string, properties: object, type = OPEN): Promise<void> {
  const event = {
    id: randomUUID(),
    event_type: type,
    time: 1_790_000_000,
    user: { external_user_id: `user-${randomUUID()}` },
    properties,
  };
  const answer = await fetch(url, { method: "POST", body: JSON.stringify({ events: [event] }) });
  expect(answer.status).toBe(200);
}

const booksOf = (path: string, outcome: string) =>
  expect.poll(
    async () =>
      (await adminApi().get<{ items: unknown[] }>(`${path}/events?outcome=${outcome}`)).items.length,
  );

async function edit(page: Page) {
  await page.getByRole("button", { name: "Edit Currents" }).click();
  const form = page.getByRole("dialog");
  await openMoreSettings(form);
  return form;
}

test("a recommended user property is added in the form; Setup, the preview and the event's panel say what Heap has", async ({
  page,
}) => {
  const { path, source } = await makeLiveCustomer("User properties");
  await openSetup(page, "csm", path);
  const form = await edit(page);
  await form.getByRole("button", { name: "Email address" }).click();
  await expect(form.getByLabel("Name in Heap of user property 1")).toHaveValue("email");
  await form.getByLabel("Name in Heap of user property 1").fill("user_id");
  await form.getByRole("button", { name: "Save source" }).click();
  await expect(form.getByText("Heap does not allow this name.")).toBeVisible();
  await form.getByLabel("Name in Heap of user property 1").fill("email");
  await expectNoAxeViolations(page);
  await form.getByRole("button", { name: "Save source" }).click();
  await expectNotice(page, "“Currents” saved.");
  await expect(page.getByRole("definition").getByText("email_address → email (unchanged)")).toBeVisible();

  await post(source.url, { email_address: "anna@example.com" });
  await booksOf(path, "forwarded").toBe(1);
  await expect(
    page.getByText("Values of user properties: 1 sent, 0 queued, 0 refused by Heap."),
  ).toBeVisible();

  const preview = (await edit(page)).getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "Try it on recent events" }).click();
  await expect(preview).toContainText("0 would look different in Heap. 1 would set user properties.");
  await expect(preview.getByRole("article", { name: `Preview of ${OPEN}` })).toContainText(
    "Written to the user in Heap:email = anna@example.com",
  );
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}${path}/events`);
  await page.getByRole("region", { name: "Events" }).getByRole("row").nth(1).getByRole("button").click();
  const written = page.getByRole("dialog").getByRole("region", { name: "Written to the user in Heap" });
  await expect(written).toContainText("email = anna@example.com");
  await expectNoAxeViolations(page);
});

test("rules are tried on real events, saved, and the next event's panel says what they dropped and hashed", async ({
  page,
}) => {
  const { path, source } = await makeLiveCustomer("Rules");
  const sent = { email_address: "anna@example.com", loyalty_card: "L-1", campaign_name: "Autumn" };
  await post(source.url, sent);
  await booksOf(path, "forwarded").toBe(1);

  await openSetup(page, "csm", path);
  const form = await edit(page);
  await expect(form.getByRole("switch", { name: "Protect personal data" })).toBeChecked();
  await form.getByRole("button", { name: "Add a rule" }).click();
  await form.getByLabel("Property of rule 1").fill("loyalty*");
  await form.getByLabel("Action of rule 1").selectOption("Hash");
  const preview = form.getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "Try it on recent events" }).click();
  await expect(preview).toContainText("Of 1 recent event, 1 would look different in Heap");
  await expect(preview.getByRole("row", { name: /loyalty_card/ })).toContainText("Hash loyalty*");
  await expect(preview.getByRole("row", { name: /email_address/ })).toContainText("Drop *email_address");
  await expect(preview.getByRole("article", { name: `Preview of ${OPEN}` })).toContainText("L-1 → ");
  await expectNoAxeViolations(page);
  await form.getByRole("button", { name: "Save source" }).click();
  const effect = page.getByRole("alertdialog", { name: "What saving “Currents” does" });
  await expect(effect).toContainText("The last event would have different properties in Heap.");
  await expect(effect.getByRole("region", { name: "Hashed" })).toContainText("loyalty_card");
  await effect.getByRole("button", { name: "Save", exact: true }).click();
  await expectNotice(page, "“Currents” saved.");
  await expect(page.getByRole("definition").getByText("Hash loyalty*")).toBeVisible();

  await post(source.url, sent);
  await booksOf(path, "forwarded").toBe(2);
  await page.goto(`${portalUrl}${path}/events`);
  await page.getByRole("region", { name: "Events" }).getByRole("row").nth(1).getByRole("button").click();
  const ruled = page.getByRole("dialog").getByRole("region", { name: "Changed by rules" });
  await expect(ruled).toContainText("email_address: dropped by the rule *email_address");
  await expect(ruled).toContainText("loyalty_card: hashed by the rule loyalty*");
  const asSent = page.getByRole("dialog").getByRole("region", { name: "Heap event as sent" });
  await expect(asSent).toContainText("hashed by a rule");
  await expect(asSent).not.toContainText("anna@example.com");
  await expect(asSent).not.toContainText("L-1");
  await expectNoAxeViolations(page);
});

test("events and properties get other names, which are tried first; two of one name are refused", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/400/);
  const { path, source } = await makeLiveCustomer("Names");
  await post(source.url, { campaign_name: "Autumn" });
  await booksOf(path, "forwarded").toBe(1);

  await openSetup(page, "csm", path);
  const form = await edit(page);
  const events = form.getByRole("group", { name: "New names of events" });
  await events.getByRole("button", { name: "Add a name" }).click();
  await events.getByLabel("Name in Braze of event 1").fill(OPEN);
  await events.getByLabel("Name in Heap of event 1").fill("Email Click");
  const properties = form.getByRole("group", { name: "New names of properties" });
  await properties.getByRole("button", { name: "Add a name" }).click();
  await properties.getByLabel("Name in Braze of property 1").fill("campaign_name");
  await properties.getByLabel("Name in Heap of property 1").fill("Campaign");
  await form.getByRole("button", { name: "Save source" }).click();
  await expect(events.getByRole("alert")).toContainText(
    "“Email Click” is already the name of users.messages.email.Click",
  );

  await events.getByLabel("Name in Heap of event 1").fill("Email opened");
  const preview = form.getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "Try it on recent events" }).click();
  await expect(preview.getByRole("article")).toContainText("Email Open → Email opened");
  await expect(preview.getByRole("article")).toContainText("Campaign: Autumn");
  await expectNoAxeViolations(page);
  await form.getByRole("button", { name: "Save source" }).click();
  const effect = page.getByRole("alertdialog", { name: "What saving “Currents” does" });
  await expect(effect).toContainText("Email Open → Email opened");
  await effect.getByRole("button", { name: "Save anyway" }).click();
  await expectNotice(page, "“Currents” saved.");

  await post(source.url, { campaign_name: "Autumn" });
  await booksOf(path, "forwarded").toBe(2);
  await page.goto(`${portalUrl}${path}/events`);
  const row = page
    .getByRole("region", { name: "Events" })
    .getByRole("row")
    .filter({ hasText: "Email opened" });
  await row.getByRole("button").click();
  const asSent = page.getByRole("dialog").getByRole("region", { name: "Heap event as sent" });
  await expect(asSent).toContainText('"Campaign": "Autumn"');
  await page.goto(`${portalUrl}${path}/audit`);
  await expect(page.getByText("Changed the source “Currents”").first()).toBeVisible();
});

test("a type that nobody knows is asked about; held events go on with the decision", async ({ page }) => {
  const { path, source } = await makeLiveCustomer("New types");
  const { version } = await adminApi().get<{ version: number }>(`${path}/sources/${source.id}`);
  await openSetup(page, "csm", path);
  const form = await edit(page);
  expect(version).toBe(1);
  await form.getByRole("radio", { name: "Hold them" }).check();
  await form.getByRole("button", { name: "Save source" }).click();
  await expectNotice(page, "“Currents” saved.");

  await post(source.url, {}, FAX);
  await post(source.url, {});
  await booksOf(path, "forwarded").toBe(1);
  await page.goto(`${portalUrl}${path}/events?outcome=pending`);
  await page.getByRole("region", { name: "Events" }).getByRole("row").nth(1).getByRole("button").click();
  await expect(page.getByRole("dialog")).toContainText(`It is held: Fax Sent (${FAX}) is a new event type`);

  await signIn(page, "csm", path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText(
    `Braze has started sending Fax Sent (${FAX}) for “Currents”: forward it?`,
  );
  await expect(alerts).toContainText("1 event held.");
  await expectNoAxeViolations(page);
  await alerts.getByRole("button", { name: "Forward Fax Sent" }).click();
  await expectNotice(page, "Fax Sent is forwarded.");
  await booksOf(path, "forwarded").toBe(2);

  await page.goto(`${portalUrl}${path}/setup`);
  const types = page.getByRole("region", { name: "New event types" });
  await expect(types).toContainText("Forwarded");
  await types.getByRole("button", { name: "Leave out Fax Sent" }).click();
  await expect(types).toContainText("Left out");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(types).toContainText("Forwarded");
  await types.getByRole("button", { name: "Leave out Fax Sent" }).click();
  await expect(types).toContainText("Left out");
  await post(source.url, {}, FAX);
  await booksOf(path, "filtered").toBe(1);
  await expectNoAxeViolations(page);
});
