import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { makeDestination } from "./make-customer";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, signIn, test } from "./portal";

const SECRET = "a-data-import-key-that-nobody-may-see";

/** A customer with a destination whose name and key were changed once. */
async function makeChangedCustomer(name: string): Promise<{ id: string }> {
  const customer = await adminApi().post<{ id: string }>("/customers", { name });
  const path = `/customers/${customer.id}`;
  const { id } = await makeDestination(path, { name: "Braze", dataImportKey: "sandbox-audit" });
  await changeAsScript(`${path}/destinations/${id}`, { name: "Braze EU", dataImportKey: SECRET });
  return customer;
}

test("a change shows who made it, before and after, and never a secret", async ({ page }) => {
  const customer = await makeChangedCustomer(`Audited ${randomUUID()}`);
  await signIn(page, "viewer", `/customers/${customer.id}/audit`);
  await expect(page.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();

  const entry = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: "Changed the destination “Braze EU”" }) });
  await expect(entry.getByText("API key")).toBeVisible();
  await entry.getByRole("button").click();
  await expect(entry.getByRole("row", { name: "Name Braze Braze EU" })).toBeVisible();
  await expect(entry.getByRole("row", { name: "Data Import Key Set New value" })).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);
  await expectNoAxeViolations(page);
});

test("filters are kept in the URL, survive a reload and can be cleared", async ({ page }) => {
  const customer = await makeChangedCustomer(`Filtered ${randomUUID()}`);
  await signIn(page, "csm", `/customers/${customer.id}/audit`);
  const entries = page.getByRole("list", { name: "Audit entries" });
  await expect(entries.getByRole("button", { name: /Created the customer/ })).toBeVisible();

  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "Destinations" });
  await expect(page).toHaveURL(/action=destination/);
  await expect(entries.getByRole("button", { name: /Created the customer/ })).toHaveCount(0);
  await expect(entries.getByRole("button", { name: /destination/ })).toHaveCount(2);

  await page.reload();
  await expect(page.getByRole("combobox", { name: "What" })).toHaveValue("destination.*");
  await expect(entries.getByRole("button", { name: /destination/ })).toHaveCount(2);

  await page.getByLabel("From").fill("2099-01-01");
  await expect(page.getByRole("heading", { name: "No entries match these filters" })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect(entries.getByRole("button", { name: /Created the customer/ })).toBeVisible();
});

test("the whole log is narrowed to a customer by name, and downloads as CSV that no spreadsheet runs", async ({
  page,
}) => {
  const name = `=1+1 Formulas, ${randomUUID()}`;
  await makeChangedCustomer(name);
  await signIn(page, "csm", "/audit");

  const entries = page.getByRole("list", { name: "Audit entries" });
  // The choice is made when the typed text is a name that the server has offered.
  await page.getByLabel("Customer", { exact: true }).fill(name);
  await expect(page).toHaveURL(/customer=/);
  await expect(entries.getByRole("button")).toHaveCount(4);
  await expectNoAxeViolations(page);

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^tributary-audit-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const [head, ...lines] = text.trimEnd().split("\r\n");
  expect(head).toBe("\uFEFFtime,actor kind,actor,action,what,customer,subject kind,subject id,before,after");
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toContain(`"'${name}"`);
  expect(text).not.toContain(SECRET);
});

test("a viewer is told who reads the whole log", async ({ page }) => {
  await signIn(page, "viewer", "/audit");
  await expect(page.getByRole("heading", { name: "Only CSMs and admins see the whole log" })).toBeVisible();
  await expectNoAxeViolations(page);
});
