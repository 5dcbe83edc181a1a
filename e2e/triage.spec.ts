import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";
import { postBatch } from "./post-batch";
import { connectHeap, orderSandbox } from "./sandbox-control";

const api = adminApi();
const openAlerts = (page: Page) => page.getByRole("list", { name: "Open alerts" });

/** Posts what Heap does not document, signed as Heap does. */
async function postUnknownAction(destination: { url: string; webhookSecret: string }, id: number) {
  const body = JSON.stringify({ action_type: "segment.renamed", data: { segment: { id, name: "Trial" } } });
  const ts = Date.now();
  const hmac = createHmac("sha256", destination.webhookSecret).update(`${ts}${body}`).digest("base64");
  const headers = { "content-type": "application/json", "heap-hash": `ts:${ts},hmac:${hmac}` };
  expect((await fetch(destination.url, { method: "POST", headers, body })).status).toBe(200);
}

test("a CSM dismisses what happened once, with a reason that the earlier alerts keep; when it happens again it is told again", async ({
  page,
}) => {
  const { path } = await makeCustomer("Dismissed");
  const destination = await makeDestination(path, newSecrets());
  await postUnknownAction(destination, 1);

  await signIn(page, "csm", path);
  await expect(openAlerts(page)).toContainText("with an unknown action");
  await page.getByRole("button", { name: /^Triage: Heap sent/ }).click();
  await page.getByRole("menuitem", { name: "Dismiss…" }).click();
  const dialog = page.getByRole("dialog", { name: "Dismiss this alert" });
  await dialog.getByRole("button", { name: "Dismiss alert" }).click();
  await expect(dialog).toContainText("Say why.");
  await expectNoAxeViolations(page);
  await dialog.getByLabel("Reason").fill("Compared with Heap, nothing differs");
  await dialog.getByRole("button", { name: "Dismiss alert" }).click();
  await expectNotice(page, "Alert dismissed.");
  await expect(openAlerts(page)).toHaveCount(0);

  await page.getByText("Earlier alerts").click();
  const earlier = page.getByRole("list", { name: "Earlier alerts" }).locator("> li");
  await expect(earlier).toContainText("Compared with Heap, nothing differs");
  await expect(earlier).toContainText("Dismissed by");
  await expectNoAxeViolations(page);

  await postUnknownAction(destination, 2);
  await expect(openAlerts(page)).toContainText("with an unknown action");
});

test("a CSM acknowledges, takes, annotates and snoozes an alert; the viewer sees it, and it comes back when the snooze is ended", async ({
  page,
  browser,
}) => {
  const { path, name } = await makeCustomer("Triaged");
  await postUnknownAction(await makeDestination(path, newSecrets()), 1);
  await signIn(page, "csm", path);
  const act = async (item: string | RegExp) => {
    await page.getByRole("button", { name: /^Triage: Heap sent/ }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };

  await act("Acknowledge");
  await expect(openAlerts(page)).toContainText("Acknowledged by");
  await act("Assign to me");
  await expect(openAlerts(page)).toContainText("Assigned to");
  await act("Add a note…");
  const dialog = page.getByRole("dialog", { name: "Add a note" });
  await dialog.getByRole("button", { name: "Add note" }).click();
  await expect(dialog).toContainText("Write something.");
  await expectNoAxeViolations(page);
  await dialog.getByLabel("Note").fill("Asked Heap’s support");
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Keep editing" }).click();
  await dialog.getByLabel("Note").press("Enter");
  await expect(page.getByRole("list", { name: "Notes" })).toContainText("Asked Heap’s support");
  await act("Assign…");
  await page.getByLabel("Assignee").selectOption({ label: "Nobody" });
  await page.getByRole("button", { name: "Assign alert" }).click();
  await expect(openAlerts(page)).not.toContainText("Assigned to");

  await page.goto(`${portalUrl}/alerts`);
  const line = page.getByRole("listitem").filter({ hasText: name });
  await expect(line).toContainText("Acknowledged by");
  await line.getByRole("button", { name: /^Triage/ }).click();
  await page.getByRole("menuitem", { name: "Snooze for 4 hours" }).click();
  await expectNotice(page, "Alert snoozed.");
  await expect(line).toHaveCount(0);
  await expectNoAxeViolations(page);

  const viewer = await (await browser.newContext()).newPage();
  await signIn(viewer, "viewer", "/alerts?view=snoozed");
  const seen = viewer.getByRole("list", { name: "Snoozed" }).getByRole("listitem").filter({ hasText: name });
  await expect(seen).toContainText("Snoozed until");
  await expect(seen).toContainText("Asked Heap’s support");
  await expect(seen.getByRole("button", { name: /^Triage/ })).toHaveCount(0);
  await expectNoAxeViolations(viewer);
  await viewer.context().close();

  await page.getByRole("link", { name: "Snoozed", exact: true }).click();
  await line.getByRole("button", { name: /^Triage/ }).click();
  await page.getByRole("menuitem", { name: "End the snooze" }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole("link", { name: "Open", exact: true }).click();
  await expect(line).toContainText("Acknowledged by");
});

test("a past alert is found by customer, kind and how it ended, and the address keeps the filters", async ({
  page,
}) => {
  const { path, name } = await makeCustomer("Past");
  await postUnknownAction(await makeDestination(path, newSecrets()), 1);
  await expect
    .poll(async () => (await api.get<{ items: unknown[] }>(`${path}/alerts?state=open`)).items.length)
    .toBeGreaterThan(0);
  const { items } = await api.get<{ items: { id: string; kind: string }[] }>(`${path}/alerts?state=open`);
  const alert = items.find(({ kind }) => kind === "unknown_action");
  await api.post(`${path}/alerts/${alert?.id}/dismiss`, { reason: "Nothing differs" });

  await signIn(page, "viewer", "/alerts");
  await page.getByRole("link", { name: "Past", exact: true }).click();
  await page.waitForURL("**/alerts/past");
  await page.getByRole("searchbox", { name: "Search customers by name" }).fill(name);
  await page.getByRole("combobox", { name: "Kind" }).selectOption("Unknown action from Heap");
  await page.getByRole("combobox", { name: "How it ended" }).selectOption("Dismissed");
  const past = page.getByRole("list", { name: "Past alerts" }).locator("> li");
  await expect(past).toHaveCount(1);
  await expect(past).toContainText("Nothing differs");
  await expectNoAxeViolations(page);

  await page.reload();
  await expect(past).toHaveCount(1);
  await page.getByRole("combobox", { name: "How it ended" }).selectOption("Resolved");
  await expect(page.getByRole("heading", { name: "No past alerts" })).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByRole("searchbox", { name: "Search customers by name" })).toHaveValue("");
});

test("one quarantined event is a note at a healthy customer, until the customer's thresholds in Setup say otherwise", async ({
  page,
}) => {
  const { path } = await makeCustomer("Thresholds");
  const source = await makeSource(path);
  expect(await postBatch(source.url, [{ external_user_id: "ada" }, { external_user_id: "undefined" }])).toBe(
    200,
  );

  await signIn(page, "csm", path);
  await expect(page.getByText("1 event quarantined in the last 24 hours")).toBeVisible();
  await expect(page.getByText("Healthy", { exact: true })).toBeVisible();

  await page.goto(`${portalUrl}${path}/setup`);
  await page.getByRole("button", { name: "Edit thresholds" }).click();
  await page.getByLabel("Quarantined events in 24 hours, at least").fill("none");
  await page.getByRole("button", { name: "Save thresholds" }).click();
  await expect(page.getByText("Enter a whole number from 1 to 1,000,000.")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByLabel("Quarantined events in 24 hours, at least").fill("1");
  await page.getByRole("button", { name: "Save thresholds" }).click();
  await expectNotice(page, "Thresholds saved.");

  await page.goto(portalUrl + path);
  await expect(openAlerts(page)).toContainText("50% of the events from “Currents” in the last 24 hours");
  await expect(page.getByText("Needs attention", { exact: true })).toBeVisible();
  const { items } = await api.get<{ items: { action: string; after: object }[] }>(`${path}/audit?limit=20`);
  expect(items.find(({ action }) => action === "customer.updated")?.after).toEqual({ quarantineCount: 1 });
});

test("a key that Braze refuses again and again is one line of syncs, and a failed check for team and customer", async ({
  page,
  browser,
}) => {
  const { path } = await makeCustomer("Again");
  const destination = await makeDestination(path, newSecrets());
  await orderSandbox("/faults", {
    target: "braze.cohorts",
    match: { workspaceKey: destination.dataImportKey },
    mode: "status",
    status: 401,
    body: { message: "Invalid client secret" },
    count: 1_000,
  });
  const postSegment = await connectHeap(destination);
  await postSegment(7, "Trial", 3);
  const segment = async () =>
    (
      await api.get<{ items: { id: string; lastSync: { id: string; state: string } | null }[] }>(
        `${path}/segments`,
      )
    ).items[0];
  await expect.poll(async () => (await segment())?.lastSync?.state).toBe("failed");
  const first = (await segment())?.lastSync?.id;
  await api.post(`${path}/segments/${(await segment())?.id}/syncs`, { trigger: "manual" });
  await expect
    .poll(async () => (await segment())?.lastSync)
    .toMatchObject({ id: expect.not.stringMatching(first ?? ""), state: "failed" });

  await signIn(page, "csm", `${path}/syncs`);
  await expect(page.getByText("Failed 2 times since")).toBeVisible();
  const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Trial" }) });
  await expect(rows).toHaveCount(1);
  await expectNoAxeViolations(page);
  await page.getByRole("link", { name: "Show each of Trial" }).click();
  await expect(rows).toHaveCount(2);

  await page.goto(portalUrl + path);
  await expect(page.getByText("1 of 4 proven, 1 failed")).toBeVisible();
  const hop = page.getByRole("listitem").filter({ hasText: "Braze accepts the Data Import Key" });
  await expect(hop).toContainText("failed");
  await expect(hop).not.toContainText("Press “Test the Braze key”");

  const link = await api.post<{ url: string }>(`${path}/status-links`, {});
  const customer = await (await browser.newContext()).newPage();
  await customer.goto(`${portalUrl}/status/${link.url.split("/").at(-1)}`);
  await expect(customer.getByText("1 of 4 proven, 1 failed")).toBeVisible();
  await expect(
    customer.getByRole("listitem").filter({ hasText: "Braze accepts the Data Import Key: failed" }),
  ).toContainText("See “Braze does not accept your segments” under Open issues.");
  await expect(customer.getByText("Braze refuses the credentials for your workspace")).toHaveCount(1);
  const history = customer.getByRole("list", { name: "Sync history" }).getByRole("listitem");
  await expect(history).toHaveCount(1);
  await expect(history).toContainText("Failed 2 times since");
  await expectNoAxeViolations(customer);
  await customer.context().close();
});

test("a test event that Heap refused is what the checklist says, also after a reload", async ({ page }) => {
  const { path } = await makeCustomer("Refused test");
  const source = await makeSource(path);
  await orderSandbox(`/heap/${source.heapAppId}/poison`, { everything: true });
  await signIn(page, "csm", `${path}/onboarding?step=connect`);
  await page.getByRole("button", { name: "Send a test event to Heap" }).click();
  await expect(page.getByText("Heap refused the event")).toBeVisible();

  await page.reload();
  const hop = page.getByRole("listitem").filter({ hasText: "Heap accepted the first event" });
  await expect(hop).toContainText("Heap refused what was sent last");
  await expect(hop).toContainText("Check the Heap app ID and the region of the source");
  await expectNoAxeViolations(page);
});

test("quarantined events are one line for each cause, which leads to their list and to a replay of these alone", async ({
  page,
}) => {
  const { path } = await makeCustomer("Causes");
  const source = await makeSource(path);
  await postBatch(source.url, [
    { external_user_id: "ada" },
    { external_user_id: "undefined" },
    { external_user_id: "null" },
  ]);

  await signIn(page, "csm", `${path}/events`);
  await page.getByRole("link", { name: "Quarantined by cause" }).click();
  const cause = page.getByRole("list", { name: "Causes" }).getByRole("listitem");
  await expect(cause).toHaveCount(1);
  await expect(cause).toContainText("2 events");
  await expect(cause).toContainText("user.external_user_id");
  await expect(cause.getByRole("img", { name: /^Last 7 days.* 2$/ })).toBeVisible();
  await expectNoAxeViolations(page);
  await cause.getByRole("link").first().click();
  await expect(page).toHaveURL(/issue=[0-9a-f]{32}/);
  await expect(page.getByText("Quarantined for one reason")).toBeVisible();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(3);
  await page.goBack();
  await cause.getByRole("link", { name: /^Replay/ }).click();
  await expect(page.getByText("Quarantined events of one cause only.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay 2 events" })).toBeVisible();
  await expectNoAxeViolations(page);
});
