import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

interface Setup {
  customerId: string;
  endpointUrl: string;
}

const OPEN = "users.messages.email.Open";
const CLICK = "users.messages.email.Click";

/** A customer with one source that puts `braze-` before every name. */
async function setUp(): Promise<Setup> {
  const customer = await makeCustomer("Events");
  const source = await makeSource(customer.path, { prefix: "braze-" });
  return { customerId: customer.id, endpointUrl: source.url };
}

function event(user: string | null, properties: object = {}, type = OPEN) {
  return {
    id: randomUUID(),
    event_type: type,
    time: 1_790_000_000,
    user: { external_user_id: user },
    properties,
  };
}

async function post({ endpointUrl }: Setup, ...events: object[]): Promise<void> {
  const answer = await fetch(endpointUrl, { method: "POST", body: JSON.stringify({ events }) });
  expect(answer.status).toBe(200);
}

/** Waits until all `count` events of the customer have their outcome. */
async function settled({ customerId }: Setup, count: number): Promise<void> {
  await expect
    .poll(
      async () =>
        (await adminApi().get<{ items: unknown[] }>(`/customers/${customerId}/events?limit=100`)).items
          .length,
    )
    .toBe(count);
}

const rows = (page: Page) => page.getByRole("region", { name: "Events" }).getByRole("row");
const drawer = (page: Page) => page.getByRole("dialog");

test("events appear live; one opens as received beside as sent, with Heap's answer", async ({ page }) => {
  const setup = await setUp();
  await signIn(page, "viewer", `/customers/${setup.customerId}/events`);
  await expect(page.getByRole("heading", { name: "Nothing received yet" })).toBeVisible();
  await expectNoAxeViolations(page);

  const order = event("anna", {
    campaign_name: "Autumn",
    campaign: { id: "c-1" },
    custom_properties: { plan: "gold", products: [{ sku: "S-1" }, { sku: "S-2" }] },
    link: null,
    tags: ["y".repeat(1_000), "z".repeat(1_000)],
    text: "x".repeat(10_000),
  });
  await post(setup, order);
  const row = rows(page).filter({ hasText: "anna" });
  await expect(row).toContainText("Email Open");
  await expect(row).toContainText(OPEN);
  await expect(row).toContainText("Forwarded");
  await expectNoAxeViolations(page);

  await row.getByRole("button").click();
  await expect(drawer(page)).toContainText("Heap answered 200");
  const received = drawer(page).getByRole("region", { name: "Braze event as received" });
  await expect(received).toContainText('"campaign_name": "Autumn"');
  await expect(received.locator("div", { hasText: '"link": null' }).last()).toContainText("not sent");
  const sent = drawer(page).getByRole("region", { name: "Heap event as sent" });
  await expect(sent).toContainText('"event": "braze-Email Open"');
  await expect(sent).toContainText('"braze-campaign.id": "c-1"');
  await expect(sent).toContainText('"braze-plan": "gold"');
  await expect(sent).toContainText("from custom_properties.plan");
  await expect(sent).toContainText('"braze-products.count": 2');
  await expect(sent).toContainText('"braze-products.sku": "S-1||S-2"');
  const leftOut = drawer(page).getByRole("region", { name: "Left out for Heap" });
  await expect(leftOut).toContainText("braze-tags: 1 item left out");
  await expect(sent).toContainText("cut to 1,023 characters");
  await expect(sent).not.toContainText("link");
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await expectNoAxeViolations(page);

  await page.setViewportSize({ width: 360, height: 700 });
  expect(await drawer(page).evaluate((panel) => panel.scrollWidth <= panel.clientWidth)).toBe(true);
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test("each filter shows its events and nothing else, and the URL brings filters and drawer back", async ({
  page,
}) => {
  const setup = await setUp();
  const repeated = event("anna");
  await post(setup, repeated, event("ben", {}, CLICK), event(null), event("[REDACTED]"));
  await post(setup, repeated);
  await settled(setup, 5);

  await signIn(page, "viewer", `/customers/${setup.customerId}/events`);
  await expect(rows(page)).toHaveCount(6);

  const outcome = page.getByLabel("Outcome");
  await outcome.selectOption("Quarantined");
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).last()).toContainText("The identity is a placeholder, not a person");
  await outcome.selectOption("Filtered");
  await expect(rows(page).last()).toContainText("The user is anonymous: no external_user_id");
  await outcome.selectOption("Duplicate");
  await expect(rows(page)).toHaveCount(2);
  await outcome.selectOption("Queued");
  await expect(page.getByRole("heading", { name: "Nothing queued" })).toBeVisible();
  await page.getByRole("search").getByRole("button", { name: "Clear filters" }).click();
  await expect(rows(page)).toHaveCount(6);

  await page.getByLabel("Type").fill(CLICK);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).last()).toContainText("ben");
  await page.getByLabel("Type").fill("");
  await page.getByLabel("Identity").fill("anna");
  await expect(rows(page)).toHaveCount(3);
  await page.getByLabel("Received").selectOption("Last hour");
  await expect(page).toHaveURL(/range=1h/);
  await expect(rows(page)).toHaveCount(3);

  await page.reload();
  await expect(page.getByLabel("Identity")).toHaveValue("anna");
  await expect(rows(page)).toHaveCount(3);
  await rows(page).nth(1).getByRole("button").click();
  await expect(drawer(page)).toContainText("The source already had an event with this Braze event ID.");
  await page.reload();
  await expect(drawer(page)).toContainText("The source already had an event with this Braze event ID.");

  // The first occurrence, from there its batch; the filter's chip removes the filter again.
  await drawer(page).getByRole("button", { name: "Show the first one" }).click();
  await expect(drawer(page)).toContainText("Heap accepted it.");
  await drawer(page)
    .getByRole("button", { name: /of its batch/ })
    .click();
  await expect(drawer(page)).toBeHidden();
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(rows(page)).toHaveCount(6);
});

test("a quarantined event says what happened, what it means and what to do", async ({ page }) => {
  const setup = await setUp();
  await post(setup, event("guest"), { nonsense: true });
  await settled(setup, 2);

  await signIn(page, "viewer", `/customers/${setup.customerId}/events?outcome=quarantined`);
  await expect(rows(page)).toHaveCount(3);
  await rows(page).filter({ hasText: "guest" }).getByRole("button").click();
  await expect(drawer(page)).toContainText(
    "It was quarantined: user.external_user_id is “guest”, a placeholder, not a person.",
  );
  await expect(drawer(page)).toContainText("would have become one user");
  await expect(drawer(page)).toContainText("Not sent: there is no Heap event.");
  await expectNoAxeViolations(page);
});

test("the list and the drawer go by keyboard, and the focus comes back to the row", async ({ page }) => {
  const setup = await setUp();
  await post(setup, event("ann-1"), event("ann-2"), event("ann-3"));
  await settled(setup, 3);

  await signIn(page, "viewer", `/customers/${setup.customerId}/events`);
  const button = (user: string) => rows(page).filter({ hasText: user }).getByRole("button");
  await button("ann-3").focus();
  await page.keyboard.press("ArrowDown");
  await expect(button("ann-2")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(drawer(page).getByRole("button", { name: "ann-2" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(drawer(page).getByRole("button", { name: "ann-1" })).toBeVisible();
  await expect(drawer(page).getByRole("button", { name: "Next event" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();
  await expect(button("ann-1")).toBeFocused();
});

test("a list that is paused or looked at below its top waits with new events until asked", async ({
  page,
}) => {
  const setup = await setUp();
  await post(setup, ...Array.from({ length: 30 }, (_, n) => event(`first-${n}`)));
  await settled(setup, 30);
  await signIn(page, "viewer", `/customers/${setup.customerId}/events`);
  await expect(rows(page)).toHaveCount(31);

  await rows(page).last().scrollIntoViewIfNeeded();
  await post(setup, event("later-1"), event("later-2"));
  const news = page.getByRole("button", { name: "2 new events" });
  await expect(news).toBeVisible();
  await expect(rows(page)).toHaveCount(31);
  await news.click();
  await expect(rows(page).nth(1)).toContainText("later-2");
  await expect(rows(page)).toHaveCount(33);

  await page.getByRole("button", { name: "Pause live" }).click();
  await post(setup, event("held"));
  await settled(setup, 33);
  await expect(rows(page)).toHaveCount(33);
  await page.getByRole("button", { name: "Resume live" }).click();
  await expect(rows(page).nth(1)).toContainText("held");
});

test("what a paused source holds is told, and can be looked at before it is sent", async ({ page }) => {
  const setup = await setUp();
  const api = adminApi();
  const { items } = await api.get<{ items: { id: string }[] }>(`/customers/${setup.customerId}/sources`);
  const [source] = items;
  if (!source) throw new Error("the source is missing");
  await api.post(`/customers/${setup.customerId}/sources/${source.id}/pause`);
  await post(setup, event("anna"), event("ben"));

  await signIn(page, "viewer", `/customers/${setup.customerId}/events`);
  const note = page.getByRole("region", { name: "Queued events" });
  await expect(note).toContainText("2 events queued, oldest");
  await expect(note).toContainText("the source is paused");
  await note.getByRole("button", { name: "Show queued events" }).click();
  await expect(rows(page)).toHaveCount(3);
  await rows(page).nth(1).getByRole("button").click();
  await expect(drawer(page)).toContainText("The source is paused. Resume the source to send it.");
  await expect(drawer(page)).toContainText("Not sent yet.");
});

test("another customer's event is not found, by the API and on the screen", async ({
  page,
  expectInConsole,
}) => {
  const setup = await setUp();
  const other = await setUp();
  await post(setup, event("anna"));
  await settled(setup, 1);
  const { items } = await adminApi().get<{ items: { batchId: string }[] }>(
    `/customers/${setup.customerId}/events`,
  );
  const batchId = items[0]?.batchId;

  await signIn(page, "viewer");
  const answer = await page.request.get(
    `${portalUrl}/api/v1/customers/${other.customerId}/events/${batchId}/0`,
  );
  expect(answer.status()).toBe(404);

  // The browser itself reports the answer.
  expectInConsole(/404/);
  await page.goto(`${portalUrl}/customers/${other.customerId}/events?event=${batchId}.0`);
  await expect(drawer(page)).toContainText("There is no such event.");
});

test("an identity in another spelling is offered, and a press shows its events", async ({ page }) => {
  const setup = await setUp();
  await post(setup, event("user-901"));
  await settled(setup, 1);
  await signIn(page, "viewer", `/customers/${setup.customerId}/events`);
  await page.getByLabel("Identity").fill(" User-901 ");
  await expect(page.getByRole("status").filter({ hasText: "Did you mean" })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "user-901" }).click();
  await expect(rows(page).filter({ hasText: "user-901" })).toHaveCount(1);
});
