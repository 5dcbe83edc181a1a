import { makeCustomer, makeDestination, newSecrets } from "./make-customer";
import { section } from "./open-setup";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";
import { connectHeap } from "./sandbox-control";

test("a destination of cohorts is changed to custom attributes: what stays behind is said first, then everybody is sent again", async ({
  page,
}) => {
  const customer = await makeCustomer("Juniper Bank");
  const destination = await makeDestination(customer.path, newSecrets());
  const post = await connectHeap(destination);
  await post(71, "Savers", 5);
  const segments = () =>
    adminApi().get<{ items: { acked: number; attributeName: string | null }[] }>(`${customer.path}/segments`);
  await expect.poll(async () => (await segments()).items[0]?.acked).toBe(5);

  await signIn(page, "csm", `${customer.path}/setup`);
  const card = section(page, "Cohorts");
  await card.getByRole("button", { name: "Change how segments of Cohorts show in Braze" }).click();
  const dialog = page.getByRole("dialog", { name: "Change “Cohorts” to custom attributes" });
  await expect(dialog).toContainText("The cohorts stay in Braze unchanged");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Change to custom attributes" }).click();
  await expect(dialog.getByText("Enter the key.")).toBeVisible();
  await dialog
    .getByLabel("REST API key")
    .fill(destination.dataImportKey.replace("sandbox-", "sandbox-rest-"));
  await dialog.getByRole("button", { name: "Change to custom attributes" }).click();
  await expectNotice(page, "“Cohorts” now writes custom attributes.");
  await expect(card.getByText("Custom attributes", { exact: false }).first()).toBeVisible();
  await expect(card.getByText("Data Import Key")).toHaveCount(0);
  await expectNoAxeViolations(page);

  await post(71, "Savers", 6);
  await expect
    .poll(async () => (await segments()).items[0])
    .toMatchObject({ acked: 11, attributeName: "heap_savers" });

  // From now on nothing about the segment speaks of a cohort, except for the destination's own name here.
  await page.goto(`${portalUrl}${customer.path}/segments`);
  await page.getByRole("link", { name: "Savers" }).click();
  await expect(page.getByRole("heading", { name: "Why users may be without the attribute" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/cohort(?!s”)/);
});
