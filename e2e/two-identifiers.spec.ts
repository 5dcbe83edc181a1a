import { makeLiveCustomer, openSetup, section } from "./open-setup";
import { adminApi, expect, expectNoAxeViolations, portalUrl, test } from "./portal";
import { connectHeap, sandboxUrl } from "./sandbox-control";

test("with the identifier that is both, chosen in the form, members arrive in Braze under both", async ({
  page,
}) => {
  const { path, destination } = await makeLiveCustomer("Either");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit Cohorts" }).click();
  await page.getByRole("radio", { name: "external_id or device_id: each ID is sent as both" }).check();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Save destination" }).click();
  await expect(
    section(page, "Cohorts").getByRole("definition").filter({ hasText: "each ID is sent as both" }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Cohorts" })).toBeVisible();

  const post = await connectHeap(destination);
  await post(7, "Loyal", 2);
  const { items } = await adminApi().get<{ items: { id: string }[] }>(`${path}/segments`);
  const cohort = `${sandboxUrl}/control/braze/${destination.dataImportKey}/cohorts/${items[0]?.id}`;
  const members = async () => {
    const res = await fetch(`${cohort}/members?which=sent`);
    return res.ok ? (await res.text()).split("\n").filter(Boolean).sort() : [];
  };
  await expect.poll(members).toEqual(["device:user-0", "device:user-1", "user-0", "user-1"]);

  await page.goto(`${portalUrl}${path}/segments`);
  await expect(page.getByText("users by external ID or device ID")).toBeVisible();
});
