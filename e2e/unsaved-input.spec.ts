import { makeCustomer, makeSource, newHeapAppId } from "./make-customer";
import { makeLiveCustomer, openMoreSettings, openSetup } from "./open-setup";
import { expect, expectNoAxeViolations, expectNotice, signIn, test } from "./portal";

test("what is typed in a step is there again after the browser's back and forward, without the keys", async ({
  page,
}) => {
  const { path } = await makeCustomer("Back and forward");
  await signIn(page, "csm", `${path}/onboarding?step=source`);
  await page.getByRole("link", { name: "Skip: this customer only needs Heap to Braze" }).click();
  await page.getByLabel("Name of this destination").fill("Loyalty cohorts");
  await page.getByLabel("Data Import Key").fill("sandbox-typed-only");
  await page.goBack();
  await page.getByLabel("Heap app ID").fill("12");
  await openMoreSettings(page);
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Property of rule 1").fill("*card*");

  await page.goForward();
  await expect(page.getByLabel("Name of this destination")).toHaveValue("Loyalty cohorts");
  await expect(page.getByLabel("Data Import Key")).toHaveValue("");
  await expect(page.getByText("Your unsaved entries have been restored.")).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Heap app ID")).toHaveValue("12");
  // What is set in the folded part unfolds it.
  await expect(page.getByLabel("Property of rule 1")).toBeVisible();
  await expect(page.getByLabel("Property of rule 1")).toHaveValue("*card*");
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Discard them" }).click();
  await expect(page.getByLabel("Heap app ID")).toHaveValue("");
  await expect(page.getByText("Your unsaved entries have been restored.")).toBeHidden();
});

test("a link that leads away from unsaved input asks first; saved input is left without a question", async ({
  page,
}) => {
  const { path } = await makeCustomer("Leaving a form");
  await makeSource(path, { name: "Old name" });
  await signIn(page, "csm", `${path}/onboarding?step=source`);
  await page.getByLabel("Name of this source").fill("New name");
  await page.getByRole("link", { name: "Events", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Name of this source")).toHaveValue("New name");

  await page.getByRole("link", { name: "Events", exact: true }).click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await page.waitForURL(`**${path}/events`);
  await page.goBack();
  await expect(page.getByLabel("Name of this source")).toHaveValue("Old name");

  await page.getByLabel("Heap app ID").fill(newHeapAppId());
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.waitForURL(/step=destination/);
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await page.waitForURL(`**${path}/events`);
});

test("closing Setup's form with unsaved input asks; Keep editing in the question keeps it", async ({
  page,
}) => {
  const { path } = await makeLiveCustomer("Closing a form");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit Currents" }).click();
  const form = page.getByRole("dialog", { name: "Edit “Currents”" });
  await form.getByLabel("Name of this source").fill("Renamed");
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(form.getByLabel("Name of this source")).toHaveValue("Renamed");

  await form.getByRole("button", { name: "Cancel" }).click();
  await question.getByRole("button", { name: "Discard changes" }).click();
  await expect(form).toBeHidden();
  await page.getByRole("button", { name: "Edit Currents" }).click();
  await expect(form.getByLabel("Name of this source")).toHaveValue("Currents");
  await form.getByLabel("Name of this source").fill("Renamed");
  await form.getByRole("button", { name: "Save source" }).click();
  await expectNotice(page, "“Renamed” saved.");
  await expect(form).toBeHidden();
});

test("a new customer and a secret that were typed and not saved are asked about before they are left", async ({
  page,
}) => {
  await signIn(page, "csm", "/customers/new");
  await page.getByLabel("Customer’s name").fill("Half typed");
  await page.getByRole("link", { name: "Cancel" }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Customer’s name")).toHaveValue("Half typed");
  await page.getByRole("link", { name: "Cancel" }).click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await page.waitForURL("**/customers");

  const { path } = await makeLiveCustomer("Secrets");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Replace Data Import Key" }).click();
  const dialog = page.getByRole("dialog", { name: "Data Import Key of “Cohorts”" });
  await expect(dialog.getByLabel("Data Import Key")).toBeFocused();
  await dialog.getByLabel("Data Import Key").fill("sandbox-half-typed");
  await page.keyboard.press("Escape");
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(dialog.getByLabel("Data Import Key")).toHaveValue("sandbox-half-typed");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await question.getByRole("button", { name: "Discard changes" }).click();
  await expect(dialog).toBeHidden();
});

test("rows of a form that have no effect say so beside them, and nothing is saved", async ({ page }) => {
  const { path } = await makeLiveCustomer("Rows");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit Currents" }).click();
  const form = page.getByRole("dialog", { name: "Edit “Currents”" });
  await openMoreSettings(form);
  for (const place of [1, 2]) {
    await form.getByRole("button", { name: "Add a rule" }).click();
    await form.getByLabel(`Property of rule ${place}`).fill("*phone*");
  }
  await form.getByRole("button", { name: "Add a user property" }).click();
  await form.getByLabel("Property in Braze of user property 1").fill("email_address");
  await form.getByRole("button", { name: "Save source" }).click();
  await expect(form.getByText("Rule 1 already covers this name")).toBeVisible();
  await expect(form.getByText("Enter the property in Braze and its name in Heap")).toBeVisible();
  await expectNoAxeViolations(page);

  await form.getByRole("button", { name: "Remove rule 2" }).click();
  await form.getByLabel("Name in Heap of user property 1").fill("email");
  await form.getByRole("button", { name: "Save source" }).click();
  await expectNotice(page, "“Currents” saved.");
  await expect(page.getByRole("definition").getByText("Drop *phone*", { exact: true })).toBeVisible();
});
