import { expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

test("the API reference is found from the API keys, searched, and read with a call to copy", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "viewer", "/api-keys");
  await page.getByRole("main").getByRole("link", { name: "API reference" }).click();
  await expect(page.getByRole("heading", { name: "API reference", level: 1 })).toBeVisible();
  await expectNoAxeViolations(page);

  const operations = page.getByRole("region", { name: "Operations" });
  await page.getByRole("searchbox", { name: "Find an operation" }).fill("nothing like it");
  await expect(operations.getByText("No operations match")).toBeVisible();
  await page.getByRole("searchbox", { name: "Find an operation" }).fill("source pause");
  await expect(page).toHaveURL(/q=source\+pause/);
  await expect(operations.getByText("1 operation", { exact: true })).toBeVisible();
  await operations.getByRole("link", { name: /Pause a source/ }).click();

  const article = page.getByRole("article", { name: "Pause a source" });
  await expect(article).toBeInViewport();
  await expect(page).toHaveURL(/\/api-reference\/sources#postCustomerSourcePause$/);
  await expect(article).toContainText("Needs the role csm.");
  await article.getByRole("button", { name: "Copy" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`curl -X POST "${portalUrl}/api/v1/customers/$CUSTOMER_ID/sources/$SOURCE_ID/pause"`);

  await article.getByText(/^Response 200/).click();
  await expect(article.getByRole("row", { name: /hasBearerToken/ })).toBeVisible();
  await article.getByText(/^Errors/).press("Enter");
  await expect(article.getByText("not_found", { exact: true })).toBeVisible();
  await expectNoAxeViolations(page);
});

test("the API reference fits a phone, and an unknown heading is not found", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, "csm", "/api-reference");
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBe(0);
  await page.goto(`${portalUrl}/api-reference/destinations`);
  await expect(page.getByRole("heading", { name: "Destinations", level: 1 })).toBeVisible();
  expect(await overflow()).toBe(0);
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/api-reference/nonsense`);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
});

test("the OpenAPI document is there without a sign-in and describes what answers", async ({ request }) => {
  const res = await request.get(`${portalUrl}/api/v1/openapi.json`);
  expect(res.status()).toBe(200);
  const { openapi, paths } = await res.json();
  expect(openapi).toMatch(/^3\.1/);
  expect(Object.keys(paths).length).toBeGreaterThan(70);
  expect(paths["/customers/{customerId}/audit.csv"].get.responses["200"].content).toHaveProperty([
    "text/csv; charset=utf-8",
  ]);
});
