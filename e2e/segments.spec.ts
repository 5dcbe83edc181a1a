import type { Page } from "@playwright/test";
import { makeCustomer } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";
import { makeFlow, readSegments, rowOf, settle } from "./segment-flow";

const modeOf = (page: Page, segment: string, mode: "Off" | "Manual" | "Recurring") =>
  page.getByRole("group", { name: `Mode of ${segment}` }).getByRole("radio", { name: mode });

test("a segment's mode and identifier are changed in the row, and both are in the audit log", async ({
  page,
}) => {
  const flow = await makeFlow("Modes");
  await flow.post(1, "Loyal", 3);
  await settle(flow);
  await signIn(page, "csm", flow.path);
  await expect(page.getByText("1 of 30 recurring")).toBeVisible();

  await modeOf(page, "Loyal", "Manual").click();
  await expect(page.getByText("0 of 30 recurring")).toBeVisible();
  await expect.poll(async () => (await readSegments(flow))[0]?.mode).toBe("manual");

  await page.getByRole("button", { name: "More for Loyal" }).click();
  await page.getByRole("menuitem", { name: "Identifier…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What Heap’s user IDs are in Braze").selectOption("alias");
  await dialog.getByRole("button", { name: "Change identifier" }).click();
  await expect(dialog.getByText("Enter the alias label.")).toBeVisible();
  await dialog.getByLabel("Alias label").fill("heap_id");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Change identifier" }).click();
  await expect(rowOf(page, "Loyal")).toContainText("by alias “heap_id”");
  await expect(rowOf(page, "Loyal").getByRole("link", { name: "3 to sync: see who" })).toBeVisible();

  const { items } = await adminApi().get<{ items: { action: string; before: unknown; after: unknown }[] }>(
    `/customers/${flow.customerId}/audit`,
  );
  expect(items).toContainEqual(
    expect.objectContaining({
      action: "segment.mode_set",
      before: { mode: "recurring" },
      after: { mode: "manual" },
    }),
  );
  expect(items).toContainEqual(
    expect.objectContaining({
      action: "segment.identifier_set",
      after: { identifierKind: "alias", aliasLabel: "heap_id" },
    }),
  );
});

test("the 31st recurring segment is refused with the reason, and the control goes back", async ({
  page,
  expectInConsole,
}) => {
  const flow = await makeFlow("Thirty-one");
  for (let segment = 1; segment <= 31; segment++) {
    await flow.post(segment, `Segment ${String(segment).padStart(2, "0")}`, 1);
  }
  await signIn(page, "csm", flow.path);
  await expect(page.getByText("30 of 30 recurring")).toBeVisible();
  await expect(modeOf(page, "Segment 31", "Off")).toBeChecked();

  expectInConsole(/409/);
  await modeOf(page, "Segment 31", "Recurring").click();
  await expect(rowOf(page, "Segment 31").getByRole("alert")).toContainText(
    "at most 30 recurring segments. Turn off another one, or set it to manual, first.",
  );
  await expect(modeOf(page, "Segment 31", "Off")).toBeChecked();

  await modeOf(page, "Segment 07", "Off").click();
  await expect(page.getByText("29 of 30 recurring")).toBeVisible();
  await modeOf(page, "Segment 31", "Recurring").click();
  await expect(page.getByText("30 of 30 recurring")).toBeVisible();
  await expect
    .poll(async () => (await readSegments(flow)).find(({ name }) => name === "Segment 31")?.mode)
    .toBe("recurring");
});

test("a change shows at once, and is taken back with a message when the API does not take it", async ({
  page,
  expectInConsole,
}) => {
  const flow = await makeFlow("Taken back");
  await flow.post(1, "Loyal", 1);
  await signIn(page, "csm", flow.path);
  let letAnswer = () => {};
  const mayAnswer = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  await page.route("**/api/v1/customers/*/segments/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    await mayAnswer;
    await route.fulfill({
      status: 503,
      json: {
        error: { code: "unavailable", message: "The database is not responding. Try again in a moment." },
      },
    });
  });

  expectInConsole(/503/);
  await modeOf(page, "Loyal", "Off").click();
  await expect(modeOf(page, "Loyal", "Off")).toBeChecked();
  await expect(page.getByText("0 of 30 recurring")).toBeVisible();
  letAnswer();
  await expect(rowOf(page, "Loyal").getByRole("alert")).toContainText(
    "Not changed. The database is not responding.",
  );
  await expect(modeOf(page, "Loyal", "Recurring")).toBeChecked();
  await expect(page.getByText("1 of 30 recurring")).toBeVisible();
});

test("a viewer sees modes and syncs but nothing to change them with", async ({ page }) => {
  const flow = await makeFlow("Viewed");
  await flow.post(1, "Loyal", 1);
  await settle(flow);
  await signIn(page, "viewer", flow.path);

  await expect(rowOf(page, "Loyal")).toContainText("Recurring");
  await expect(page.getByRole("radio")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Sync now/ })).toHaveCount(0);
  await page.getByRole("button", { name: "More about Loyal" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["View syncs"]);
});

test("a customer without destination or segments is told what comes next", async ({ page }) => {
  const { path } = await makeCustomer("Empty");
  await signIn(page, "csm", `${path}/segments`);
  await expect(page.getByRole("heading", { name: "No destination yet" })).toBeVisible();
  await page.goto(`${portalUrl}${path}/syncs`);
  await expect(page.getByRole("heading", { name: "No syncs yet" })).toBeVisible();
});
