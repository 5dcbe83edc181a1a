import { randomUUID } from "node:crypto";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import {
  adminApi,
  changeAsScript,
  expect,
  expectNoAxeViolations,
  expectNotice,
  portalUrl,
  signIn,
  test,
} from "./portal";
import { connectHeap } from "./sandbox-control";
import { makeFlow, readSegments, settle } from "./segment-flow";

test("an optional hop is skipped with a reason, after which the list is complete and the header offers Go live", async ({
  page,
}) => {
  const { path, name } = await makeCustomer("Skipping");
  const { dataImportKey } = newSecrets();
  const destination = await makeDestination(path, { dataImportKey });
  const post = await connectHeap({ ...destination, webhookSecret: `not-checked-${randomUUID()}` });
  await post(7, "Loyal subscribers", 3);
  await signIn(page, "csm", `${path}/onboarding?step=connect`);
  await expect(page.getByText("3 of 4 proven")).toBeVisible();

  await page.getByRole("button", { name: "Skip… Heap’s signature" }).click();
  const dialog = page.getByRole("dialog", { name: /^Skip “Heap’s signature/ });
  await expectNoAxeViolations(page);
  await dialog.getByLabel("Reason").fill("The customer has no Developer Hub");
  await dialog.getByRole("button", { name: "Skip it" }).click();
  await expect(page.getByText("3 of 4 proven, 1 skipped")).toBeVisible();
  await expect(page.getByText(/^Skipped by .*: The customer has no Developer Hub$/)).toBeVisible();
  await expectNoAxeViolations(page);

  await page.goto(portalUrl + path);
  await page.getByRole("link", { name: "Go live" }).click();
  await page.waitForURL(/step=connect/);
  await page.getByRole("button", { name: /^Go live/ }).click();
  const question = page.getByRole("alertdialog", { name: /^Go live with / });
  if (await question.isVisible()) await question.getByRole("button", { name: "Go live" }).click();
  await expectNotice(page, `${name} is live.`);
  await expect(page.getByRole("heading", { name: "The customer is live. What comes next" })).toBeVisible();
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "Create a status link" }).click();
  await page.waitForURL(/setup\?new=status-link#status-page/);
  await page.getByRole("button", { name: "Create status link" }).click();
  await expect(page.getByRole("list", { name: "Status links" }).getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("link", { name: /^(Go live|Continue onboarding)$/ })).toHaveCount(0);
});

test("the question before going live names the open critical alerts", async ({ page }) => {
  const { path } = await makeCustomer("Stopped");
  const { webhookSecret } = newSecrets();
  const destination = await makeDestination(path, { webhookSecret, dataImportKey: `wrong-${randomUUID()}` });
  const post = await connectHeap(destination);
  await post(7, "Loyal subscribers", 3);
  await expect
    .poll(async () => (await adminApi().get<{ alerts: unknown[] }>(`${path}/overview`)).alerts.length)
    .toBeGreaterThan(0);
  await signIn(page, "csm", `${path}/onboarding?step=connect`);
  await page.getByRole("button", { name: /^Go live/ }).click();
  const question = page.getByRole("alertdialog", { name: /^Go live with / });
  await expect(question).toContainText("One critical alert is open:");
  await expect(question).toContainText("Braze does not accept the Data Import Key");
  await expectNoAxeViolations(page);
});

test("a double click on Sync now is one request with one audit entry", async ({ page }) => {
  const flow = await makeFlow("Double click");
  await flow.post(7, "Loyal subscribers", 3);
  await settle(flow);
  await signIn(page, "csm", flow.path);
  await page.getByRole("button", { name: "Sync now: Loyal subscribers" }).dblclick();
  await expect.poll(async () => (await readSegments(flow))[0]?.lastSync?.trigger).toBe("manual");
  await settle(flow);
  const { items } = await adminApi().get<{ items: { action: string }[] }>(
    `/customers/${flow.customerId}/audit?limit=100`,
  );
  expect(items.filter(({ action }) => action === "sync.requested")).toHaveLength(1);
});

test("on a phone the checklist comes before the instructions, and the tabs fit or show that they scroll", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { path } = await makeCustomer("Phone");
  await makeSource(path);
  await signIn(page, "csm", `${path}/onboarding?step=connect`);
  const topOf = async (heading: string | RegExp) =>
    (await page.getByRole("heading", { name: heading }).boundingBox())?.y ?? 0;
  expect(await topOf("Checklist")).toBeLessThan(await topOf(/^In Braze/));
  await expectNoAxeViolations(page);
});

test("the link past the filters of Events leads to the table", async ({ page }) => {
  const { path } = await makeCustomer("Skip link");
  const source = await makeSource(path);
  await changeAsScript(path, { state: "live" });
  const event = { id: randomUUID(), event_type: "users.messages.email.Open", time: 1_790_000_000 };
  const body = JSON.stringify({ events: [{ ...event, user: { external_user_id: "anna" }, properties: {} }] });
  expect((await fetch(source.url, { method: "POST", body })).status).toBe(200);
  await signIn(page, "csm", `${path}/events`);
  const link = page.getByRole("link", { name: "Skip to the table of events" });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("region", { name: "Events" }).getByRole("button").first()).toBeFocused();
});
