import { randomUUID } from "node:crypto";
import { expectEndpoints, makeLiveCustomer, openSetup, section } from "./open-setup";
import {
  adminApi,
  changeAsScript,
  expect,
  expectNoAxeViolations,
  expectNotice,
  portalUrl,
  test,
} from "./portal";

test("of two people editing, the second is told, sees both sides and overwrites nothing by accident", async ({
  page,
  context,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const { path, source } = await makeLiveCustomer("Contested");
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

  await told.getByRole("button", { name: "Keep the saved version" }).click();
  await expect(other.getByLabel("Name of this source")).toHaveValue("First");
  await other.getByLabel("Name of this source").fill("Third");
  await other.getByRole("button", { name: "Save source" }).click();
  await expect(other.getByRole("heading", { level: 2, name: "Third" })).toBeVisible();
  expect((await saved()).name).toBe("Third");
});

test("keeping one's own input saves only what one changed oneself", async ({ page, expectInConsole }) => {
  expectInConsole(/409/);
  const { path, name } = await makeLiveCustomer("Kept");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit customer" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill(`${name} mine`);

  await changeAsScript(path, { state: "paused" });
  await page.getByRole("button", { name: "Save customer" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("not changed by you");
  await told.getByRole("button", { name: "Overwrite with mine" }).click();
  await expect(told).toBeHidden();
  await expect(section(page, "Customer")).toContainText("Paused");
  expect(await adminApi().get(path)).toMatchObject({ name: `${name} mine`, state: "paused" });
});

test("one's own save is nobody else's: the customer can be changed twice in a row", async ({ page }) => {
  const { path, name } = await makeLiveCustomer("Twice");
  await openSetup(page, "csm", path);
  for (const next of [`${name} once`, `${name} twice`]) {
    await page.getByRole("button", { name: "Edit customer" }).click();
    await page.getByLabel("Name", { exact: true }).fill(next);
    await page.getByRole("button", { name: "Save customer" }).click();
    await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText(next);
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  expect(await adminApi().get(path)).toMatchObject({ name: `${name} twice` });
});

test("secrets are replaced and never come back in any answer", async ({ page }) => {
  const { path, destination } = await makeLiveCustomer("Secretive");
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
  // The safe answer is chosen until somebody knows better.
  await expect(page.getByRole("radio", { name: "Another workspace, or I am not sure" })).toBeChecked();
  await page.getByRole("radio", { name: "The same workspace, with a new key" }).check();
  await page.getByRole("button", { name: "Save key" }).click();
  await expectNotice(page, "Data Import Key saved.");

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
  // Two secrets, and the line about the last change.
  await expect(card.getByText("Not set")).toHaveCount(3);

  expect(answers.length).toBeGreaterThan(5);
  for (const secret of [destination.dataImportKey, destination.webhookSecret, newKey, secondSecret]) {
    expect(answers.filter((text) => text.includes(secret))).toEqual([]);
  }
});
