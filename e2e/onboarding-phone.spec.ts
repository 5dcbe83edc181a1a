import type { Locator, Page } from "@playwright/test";
import { expectAllGreen, newCustomer, shownAddresses } from "./all-green";
import { expect, expectNoAxeViolations, expectNotice, signIn, test } from "./portal";
import { sandboxUrl } from "./sandbox-control";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Nothing is wider than the phone, and axe finds nothing. */
async function expectFits(page: Page): Promise<void> {
  const isTooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth;
  });
  expect(isTooWide, page.url()).toBe(false);
  await expectNoAxeViolations(page);
}

/** Opens a control's place as a thumb would, and types. */
async function enter(field: Locator, text: string): Promise<void> {
  await field.tap();
  await field.fill(text);
}

test("from nothing to all checks green on a phone: every step fits, taps alone, the sandbox's page plays Braze and Heap", async ({
  page,
}) => {
  const customer = newCustomer("Phone");
  await signIn(page, "csm", "/customers/new");
  await expectFits(page);
  await enter(page.getByLabel("Customer’s name"), customer.name);
  await page.getByRole("button", { name: "Create and continue" }).tap();
  await page.waitForURL(/step=source/);

  await enter(page.getByLabel("Heap app ID"), customer.heapAppId);
  await page.getByLabel("Heap region").selectOption("sandbox");
  await expectFits(page);
  await page.getByRole("button", { name: "Create source and continue" }).tap();
  await page.waitForURL(/step=destination/);

  await page.getByLabel("Braze instance").selectOption("sandbox");
  await enter(page.getByLabel("Data Import Key"), customer.dataImportKey);
  await enter(page.getByLabel("Heap webhook secret"), customer.webhookSecret);
  await expectFits(page);
  await page.getByRole("button", { name: "Create destination and continue" }).tap();
  await page.waitForURL(/step=connect/);

  await expect(page.getByText("1 of 7 proven")).toBeVisible();
  await expectFits(page);
  await page.getByRole("button", { name: "Test the Braze key" }).tap();
  await expect(page.getByText("Braze accepts the key.")).toBeVisible();
  await page.getByRole("button", { name: "Send a test event to Heap" }).tap();
  await expect(page.getByText(/Heap accepted the event/)).toBeVisible();

  const { brazeUrl, heapUrl, bearerToken } = await shownAddresses(page);
  const sandbox = await page.context().newPage();
  await sandbox.goto(sandboxUrl);
  await enter(sandbox.getByLabel("Endpoint URL for Braze"), brazeUrl);
  await enter(sandbox.getByLabel("Bearer token"), bearerToken);
  await sandbox.getByRole("button", { name: "Send events" }).tap();
  await expect(sandbox.getByText(/^Accepted: 400 events/)).toBeVisible();
  await enter(sandbox.getByLabel("Endpoint URL for Heap"), heapUrl);
  await enter(sandbox.getByLabel("Webhook secret"), customer.webhookSecret);
  await sandbox.getByRole("button", { name: "Send the segment" }).tap();
  await expect(sandbox.getByText(/^Accepted: 150 users/)).toBeVisible();
  await sandbox.close();

  await expectAllGreen(page);
  await expectFits(page);
  await page.getByRole("button", { name: "Go live", exact: true }).tap();
  await expectNotice(page, `${customer.name} is live.`);
  await page.getByRole("link", { name: "Go to the overview" }).tap();
  await page.waitForURL(/\/customers\/[^/?]+$/);
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await expect(page.getByRole("main").getByText(customer.name).first()).toBeVisible();
  await expectFits(page);
});
