import { expect, expectNoAxeViolations, signIn, test } from "./portal";

test("the question mark at the top says what the terms mean, on a phone too", async ({ page }) => {
  await signIn(page, "viewer", "/customers");
  await page.getByRole("button", { name: "What the terms mean" }).click();
  const glossary = page.getByRole("dialog", { name: "Glossary" });
  await expect(glossary.getByText("The copy of a segment in Braze")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "What the terms mean" })).toBeFocused();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "What the terms mean" }).click();
  await expect(glossary).toBeVisible();
  expect(await glossary.evaluate((panel) => panel.scrollWidth <= panel.clientWidth)).toBe(true);
});
