import { makeCustomer } from "./make-customer";
import { expect, expectNoAxeViolations, signIn, test } from "./portal";

test("by keyboard alone: from anywhere to a customer's segments, and to a page of the portal", async ({
  page,
}) => {
  const { name, path } = await makeCustomer("Palette");
  await signIn(page, "csm");

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search customers and pages" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expectNoAxeViolations(page);

  await page.keyboard.type(name);
  await expect(palette.getByRole("option", { name })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(palette.getByRole("option", { name: "Overview" })).toBeVisible();
  await page.keyboard.type("seg");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${path}/segments$`));
  await expect(palette).toHaveCount(0);

  // What was looked at last comes first.
  await page.keyboard.press("Control+k");
  await expect(
    palette.getByRole("group", { name: "Recent customers" }).getByRole("option").first(),
  ).toHaveText(name);
  await page.keyboard.type("audit log");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/audit$/);
});

test("the search button opens it, Escape closes it, and what is unknown is said", async ({ page }) => {
  await signIn(page, "viewer");
  const button = page.getByRole("button", { name: "Search customers and pages" });
  await button.click();
  const palette = page.getByRole("dialog", { name: "Search customers and pages" });
  await expect(palette.getByRole("option", { name: "Dashboard" })).toBeVisible();
  // A viewer may not create one.
  await expect(palette.getByRole("option", { name: "New customer" })).toHaveCount(0);

  await palette.getByRole("combobox").fill("no such thing");
  await expect(palette.getByText("No customer or page is called “no such thing”")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("a search that fails says so and can be tried again", async ({ page, expectInConsole }) => {
  expectInConsole(/503/);
  const { name } = await makeCustomer("Retried");
  await signIn(page, "csm");

  let isDown = true;
  await page.route(/\/api\/v1\/customers\?/, (route) =>
    isDown
      ? route.fulfill({
          status: 503,
          json: { error: { code: "unavailable", message: "The database is not responding." } },
        })
      : route.continue(),
  );
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search customers and pages" });
  await palette.getByRole("combobox").fill(name);
  await expect(palette.getByRole("alert")).toContainText("Customers could not be searched");

  isDown = false;
  await palette.getByRole("button", { name: "Try again" }).click();
  await expect(palette.getByRole("option", { name })).toBeVisible();
});
