import { randomUUID } from "node:crypto";
import { makeCustomer, makeDestination, makeSource } from "./make-customer";
import { openSetup, section } from "./open-setup";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, portalUrl, test } from "./portal";
import { connectHeap, sandboxUrl } from "./sandbox-control";

/** A live customer whose segments are attributes, with users by external id. */
async function makeAttributes(label: string) {
  const customer = await makeCustomer(label);
  await changeAsScript(customer.path, { state: "live" });
  await makeSource(customer.path);
  const name = randomUUID();
  const destination = await makeDestination(customer.path, {
    name: "Attributes",
    kind: "attribute",
    restApiKey: `sandbox-rest-${name}`,
    webhookSecret: `hook-${name}`,
  });
  return { ...customer, destination, workspaceKey: `sandbox-${name}` };
}

test("users named by email address, chosen in the form, get the attribute; who is named by something else is not sent, and the screens say so", async ({
  page,
}) => {
  const { path, destination, workspaceKey } = await makeAttributes("Mailers");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Edit Attributes" }).click();
  await expect(page.getByRole("radio", { name: /device_id/ })).toHaveCount(0);
  await page.getByRole("radio", { name: "Email address" }).check();
  await expect(page.getByText("Braze may change only one of them")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Save destination" }).click();
  const card = section(page, "Attributes");
  await expect(card.getByRole("definition").filter({ hasText: "Email address" })).toBeVisible();

  // Cohorts know no addresses.
  await card.getByRole("button", { name: "Change how segments of Attributes show in Braze" }).click();
  const dialog = page.getByRole("dialog", { name: "Change “Attributes” to cohorts" });
  await expect(dialog).toContainText("choose another way to identify users first");
  await expect(dialog.getByRole("button", { name: "Change to cohorts" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  const byMail = await connectHeap(destination, "emails");
  await byMail(7, "Loyal", 2);
  const byId = await connectHeap(destination, "ids");
  await byId(7, "Loyal", 1);
  const members = async () => {
    const res = await fetch(
      `${sandboxUrl}/control/braze/${workspaceKey}/attributes/heap_loyal/members?which=sent`,
    );
    return res.ok ? (await res.text()).split("\n").filter(Boolean).sort() : [];
  };
  await expect.poll(members).toEqual(["email:user-0@example.com", "email:user-1@example.com"]);
  const segments = () => adminApi().get<{ items: { refused: number; unfit: number }[] }>(`${path}/segments`);
  await expect.poll(async () => (await segments()).items[0]).toMatchObject({ refused: 1, unfit: 1 });

  await page.goto(`${portalUrl}${path}/segments`);
  await expect(page.getByText("users by email address")).toBeVisible();
  await page.getByRole("link", { name: "Loyal" }).click();
  await expect(
    page.getByText("1 member was not sent, because their ID is not an email address"),
  ).toBeVisible();
  await expect(page.getByText("Not sent: no valid email address or phone number")).toBeVisible();
  await page.getByRole("link", { name: "See who, and why" }).click();
  const row = page.getByRole("row", { name: /^user-0 / });
  await expect(row).toContainText("Not sent: this is not an email address.");
  await expect(row).not.toContainText("Braze");
  await expectNoAxeViolations(page);

  // Whatever the spelling, the member is found.
  await page.goto(`${page.url().split("?")[0]}?userKey=${encodeURIComponent("USER-1@EXAMPLE.COM")}#members`);
  await expect(page.getByRole("row").filter({ hasText: "user-1@example.com" })).toBeVisible();
});
