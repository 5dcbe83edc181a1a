import { randomUUID } from "node:crypto";
import { makeCustomer, makeSource } from "./make-customer";
import { pauseFlow } from "./open-setup";
import { expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";
import { newUsers, postBatch } from "./post-batch";

test("a customer without anything says what is missing and where to add it", async ({ page }) => {
  const { path, name } = await makeCustomer("Empty");
  await signIn(page, "csm", path);
  await expect(page.getByRole("heading", { name: "No source yet" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No destination yet" })).toBeVisible();
  await expect(page.getByText("Waiting for data")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText(name);
  await expect(page.getByRole("link", { name: "Overview" })).toHaveAttribute("aria-current", "page");
  await expectNoAxeViolations(page);
});

test("what comes from Braze shows within seconds: accepted, forwarded, Heap's answer and the budget", async ({
  page,
}) => {
  const { path } = await makeCustomer("Flowing");
  const { url } = await makeSource(path);
  await signIn(page, "csm", path);
  const lane = page.getByRole("list", { name: "Currents: from Braze to Heap" });
  await expect(lane).toContainText("Last batch: none yet");

  expect(await postBatch(url, newUsers(12))).toBe(200);
  // Each of the two is so for a minute, so neither waits for the other.
  await Promise.all([
    expect(lane).toContainText("12 / min"),
    expect(page.getByText("12 of 15,000 events in 60 s")).toBeVisible(),
  ]);
  await expect(lane).toContainText("Answered 200");
  await expect(page.getByText("Up to date")).toBeVisible();
  await expectNoAxeViolations(page);
});

test("a pause on the overview asks, shows at once, and is undone by its notice or by Resume", async ({
  page,
}) => {
  const { path } = await makeCustomer("Pausing");
  await makeSource(path);
  await signIn(page, "csm", path);
  await page.getByRole("button", { name: "Pause Currents" }).click();
  const question = page.getByRole("alertdialog", { name: "Pause “Currents”?" });
  await expect(question).toContainText("Nothing reaches Heap until you resume it.");
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Nothing queued yet.")).toBeHidden();

  await pauseFlow(page, "Currents");
  await expect(page.getByText("Nothing queued yet.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expectNotice(page, "“Currents” has been resumed.");
  await expect(page.getByRole("button", { name: "Pause Currents" })).toBeVisible();

  await pauseFlow(page, "Currents");
  await expectNotice(page, "“Currents” is paused."); // The notice may cover the button for a moment.
  await page.getByRole("button", { name: "Resume Currents" }).click();
  await expect(page.getByRole("button", { name: "Pause Currents" })).toBeVisible();
});

test("a viewer sees the flows without a way to change them", async ({ page }) => {
  const { path } = await makeCustomer("Watched");
  await makeSource(path);
  await signIn(page, "viewer", path);
  await expect(page.getByRole("list", { name: "Currents: from Braze to Heap" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Pause|Resume/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Continue onboarding" })).toHaveCount(0);
});

test("an unknown customer is a screen that says so, and 404 from the API", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/404/);
  await signIn(page, "csm");
  for (const id of [randomUUID(), "nonsense"]) {
    await page.goto(`${portalUrl}/customers/${id}`);
    await expect(page.getByRole("heading", { name: "There is no such customer" })).toBeVisible();
    await expectNoAxeViolations(page);
  }
  const status = await page.evaluate(
    async (id) => (await fetch(`/api/v1/customers/${id}/overview`)).status,
    randomUUID(),
  );
  expect(status).toBe(404);
});
