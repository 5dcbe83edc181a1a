import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";

test("the recommended events come back as that choice, and Setup says so", async ({ page }) => {
  const { path } = await makeCustomer("Recommended");
  await makeSource(path, { eventTypes: "recommended" });
  await signIn(page, "csm", `${path}/onboarding?step=source`);
  await expect(page.getByRole("radio", { name: "What people did (recommended)" })).toBeChecked();
  await page.goto(`${portalUrl}${path}/setup`);
  await expect(page.getByText(/^What people did \(\d+ event types\)$/)).toBeVisible();
});

test("a Data Import Key that Braze refuses is said beside the field; saving it anyway takes another press", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/400/);
  const { path } = await makeCustomer("Refused key");
  await signIn(page, "csm", `${path}/onboarding?step=destination`);
  await page.getByLabel("Braze instance").selectOption("sandbox");
  await page.getByLabel("Data Import Key").fill("not-the-right-key");
  await page.getByRole("button", { name: "Create destination and continue" }).click();
  await expect(page.getByText("Braze does not accept the Data Import Key")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByLabel("Data Import Key").fill("still-not-the-right-key");
  await expect(page.getByRole("button", { name: "Save this key anyway" })).toBeHidden();
  await page.getByRole("button", { name: "Create destination and continue" }).click();
  await page.getByRole("button", { name: "Save this key anyway" }).click();
  await page.waitForURL(/step=connect/);
  await expect(page.getByText("0 of 4 proven")).toBeVisible();

  await page.goto(`${portalUrl}${path}/setup`);
  await page.getByRole("button", { name: "Replace Data Import Key" }).click();
  const dialog = page.getByRole("dialog", { name: /^Data Import Key of/ });
  await dialog.getByLabel("Data Import Key", { exact: true }).fill("wrong-once-more");
  await dialog.getByRole("button", { name: "Save key" }).click();
  await expect(dialog.getByText("Braze does not accept the Data Import Key")).toBeVisible();
  await dialog.getByLabel("Data Import Key", { exact: true }).fill("sandbox-right-at-last");
  await dialog.getByRole("button", { name: "Save key" }).click();
  await expectNotice(page, "Data Import Key saved.");
});

test("the bearer token is shown again beside the URL, which the audit log records", async ({ page }) => {
  const { path } = await makeCustomer("Token");
  await makeSource(path, { bearerToken: "generate" });
  await signIn(page, "csm", `${path}/onboarding?step=connect`);
  await page.getByRole("button", { name: "Show token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();
  const { items } = await adminApi().get<{ items: { summary: string }[] }>(`${path}/audit?limit=100`);
  expect(items.map(({ summary }) => summary)).toContain("Revealed the bearer token of the source “Currents”");
});

test("a viewer sees how far onboarding is, and nothing to change it with", async ({ page }) => {
  const { path } = await makeCustomer("Watched");
  await makeSource(path);
  await signIn(page, "viewer", `${path}/onboarding`);
  await expect(page.getByText("0 of 3 proven")).toBeVisible();
  await expect(page.getByRole("button", { name: /test event|Simulate|Go live/ })).toHaveCount(0);
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/customers/new`);
  await expect(page.getByText("Only CSMs and admins can add customers.")).toBeVisible();
});
