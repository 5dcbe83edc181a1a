import { makeCustomer } from "./make-customer";
import { makeLiveCustomer, openSetup, pauseFlow, section } from "./open-setup";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, test } from "./portal";
import { newUsers, postBatch } from "./post-batch";

test("a paused source keeps what it gets, says how much, and forwards it when resumed", async ({ page }) => {
  const { path, source } = await makeLiveCustomer("Holding");
  await openSetup(page, "csm", path);

  const card = section(page, "Currents");
  await pauseFlow(page, "Currents");
  await expect(card.getByText("Nothing queued yet.")).toBeVisible();
  expect(await postBatch(source.url, newUsers(3))).toBe(200);
  expect(await postBatch(source.url, newUsers(2))).toBe(200);
  await expect(card.getByText("5 events queued in 2 batches")).toBeVisible();

  await page.goto(`${portalUrl}${path}`);
  await expect(page.getByText("5 events queued in 2 batches")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Resume Currents" }).click();
  await expect(page.getByText("No events are ready to send.")).toBeVisible();

  const readBooks = () => adminApi().get<{ books: { forwarded: number; pending: number } }>(path);
  await expect.poll(async () => (await readBooks()).books).toMatchObject({ forwarded: 5, pending: 0 });
});

test("a pause that is refused rolls back with a message", async ({ page, expectInConsole }) => {
  expectInConsole(/503/);
  const { path } = await makeLiveCustomer("Refused");
  await openSetup(page, "csm", path);
  await page.route("**/pause", (route) =>
    route.fulfill({
      status: 503,
      json: { error: { code: "unavailable", message: "The database is not responding. Try again." } },
    }),
  );
  const card = section(page, "Currents");
  await pauseFlow(page, "Currents");
  await expectNotice(page, "“Currents” could not be paused. Nothing changed.");
  await expect(card.getByRole("button", { name: "Pause Currents" })).toBeVisible();
});

test("while a rotation overlaps both URLs take batches; the revoked one is 404", async ({ page }) => {
  const { path, source } = await makeLiveCustomer("Rotating");
  await openSetup(page, "csm", path);
  const oldHint = source.url.slice(-4);
  const card = section(page, "Currents");

  await card.getByRole("button", { name: `Rotate endpoint ending in ${oldHint}` }).click();
  await expectNoAxeViolations(page);
  await page.getByRole("radio", { name: "1 hour" }).check();
  await page.getByRole("button", { name: "Rotate endpoint", exact: true }).click();
  const newUrl = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  expect(newUrl).not.toBe(source.url);
  await page.getByRole("button", { name: "Done" }).click();

  await expect(card.getByText("Overlap", { exact: true })).toBeVisible();
  expect([await postBatch(source.url, newUsers(1)), await postBatch(newUrl, newUsers(1))]).toEqual([
    200, 200,
  ]);

  await card.getByRole("button", { name: `Revoke endpoint ending in ${oldHint}` }).click();
  await expect(
    page.getByRole("alertdialog", { name: `Revoke the endpoint ending in ${oldHint}?` }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Revoke endpoint", exact: true }).click();
  await expect(card.getByText("1 inactive endpoint")).toBeVisible();
  expect([await postBatch(source.url, newUsers(1)), await postBatch(newUrl, newUsers(1))]).toEqual([
    404, 200,
  ]);
});

test("archiving asks for the name and ends the endpoints; bringing back is all an archived customer offers", async ({
  page,
}) => {
  const { path, name, source } = await makeLiveCustomer("Leaving");
  await openSetup(page, "csm", path);
  await page.getByRole("button", { name: "Archive customer" }).click();
  const dialog = page.getByRole("alertdialog");
  const confirm = dialog.getByRole("button", { name: "Archive customer" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill(name);
  await confirm.click();

  await expect(page.getByRole("heading", { level: 2, name: "Restore" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Pause|Edit|Rotate|Revoke|Replace|Add) / })).toHaveCount(0);
  expect(await postBatch(source.url, newUsers(1))).toBe(404);
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Restore" }).click();
  await expect(section(page, "Customer")).toContainText("Paused");
  expect(await postBatch(source.url, newUsers(1))).toBe(200);
});

test("a viewer reads the setup and changes nothing, neither on the screen nor through the API", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/403/);
  const { path, source } = await makeLiveCustomer("Readable");
  await openSetup(page, "viewer", path);
  await expect(section(page, "Currents").getByText("Current", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("button", {
      name: /^(Pause|Edit|Show URL|Rotate|Revoke|Replace|Enter|Remove|Add|Save|Archive)/,
    }),
  ).toHaveCount(0);
  await expectNoAxeViolations(page);

  const statuses = await page.evaluate(
    async ([customer, sourceId]) => {
      const post = async (url: string, method = "POST") =>
        (
          await fetch(`/api/v1${url}`, {
            method,
            headers: { "content-type": "application/json" },
            body: "{}",
          })
        ).status;
      return [
        await post(`${customer}/sources/${sourceId}/pause`),
        await post(`${customer}/sources/${sourceId}/endpoints`),
      ];
    },
    [path, source.id] as const,
  );
  expect(statuses).toEqual([403, 403]);
});

test("the setup is free of axe's findings, full and empty", async ({ page }) => {
  const { path } = await makeLiveCustomer("Clean");
  const empty = await makeCustomer("Bare");
  await openSetup(page, "csm", path);
  await expect(section(page, "Cohorts").getByText("Current", { exact: true })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Edit Cohorts" }).click();
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}${empty.path}/setup`);
  await expect(page.getByText("No source yet")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Add source" }).click();
  await expect(page.getByRole("button", { name: "Create source" })).toBeVisible();
  await expectNoAxeViolations(page);
});
