import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, signIn, test } from "./portal";
import { postBatch } from "./post-batch";

/** A customer whose source takes the wrong identity field, and events that are quarantined for it. */
async function makeQuarantined(count: number) {
  const { path } = await makeCustomer("Replay");
  const source = await makeSource(path);
  const users = Array.from({ length: count }, (_, n) => ({
    external_user_id: "[REDACTED]",
    user_id: `braze-${n}`,
  }));
  expect(await postBatch(source.url, users)).toBe(200);
  const books = async () => (await adminApi().get<{ books: Record<string, number> }>(path)).books;
  await expect.poll(books).toMatchObject({ quarantined: count, pending: 0 });
  return { path, source, books };
}

test("quarantined events: why, what another setting would do, the setting saved, the replay with its progress", async ({
  page,
}) => {
  const { path, source, books } = await makeQuarantined(30);
  await signIn(page, "csm", `${path}/events?outcome=quarantined`);
  await page.getByRole("link", { name: "Replay…" }).click();
  await expect(page.getByText("30 events match. Of the first 20, shown below, none would")).toBeVisible();

  await page.getByRole("button", { name: "Try other settings in the preview" }).click();
  await page.getByLabel("Identity field").selectOption("user_id");
  await expect(page.getByText("Of the first 20, shown below, 20 would be forwarded.")).toBeVisible();
  await expect(page.getByText("“Email Open” for braze-0")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay 30 events" })).toBeDisabled();
  await expectNoAxeViolations(page);

  await changeAsScript(`${path}/sources/${source.id}`, { identityField: "user_id" });
  await page.reload();
  await page.getByRole("button", { name: "Replay 30 events" }).click();
  const question = page.getByRole("alertdialog", { name: "Replay 30 events of “Currents”?" });
  await question.getByRole("button", { name: "Replay 30 events" }).click();

  await expect(page.getByText("30 of 30: 30 forwarded")).toBeVisible();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  expect(await books()).toMatchObject({ quarantined: 0, forwarded: 30 });
  await expect(page.getByText("No events match, so there is nothing to replay.")).toBeVisible();
  await expectNoAxeViolations(page);
});

test("one event is replayed from its drawer, and a viewer sees replays without the way to start one", async ({
  page,
}) => {
  const { path } = await makeQuarantined(1);
  await signIn(page, "viewer", `${path}/events?outcome=quarantined`);
  await page.getByRole("button", { name: "Email Open" }).click();
  await page.getByRole("link", { name: "Replay this event…" }).click();
  await expect(page.getByRole("heading", { name: "Replay events" })).toBeVisible();
  await expect(page.getByText("None yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Replay/ })).toHaveCount(0);
});

test("a replay that would forward nothing cannot be started, and says why", async ({ page }) => {
  const { path } = await makeQuarantined(2);
  await signIn(page, "csm", `${path}/events/replay?outcome=quarantined`);
  await expect(page.getByText("None of these events would be forwarded")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay 2 events" })).toBeDisabled();
  await page.getByPlaceholder("Any identity").fill("nobody");
  await page.getByPlaceholder("Any identity").press("Enter");
  await expect(page.getByText("No events match, so there is nothing to replay.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay", exact: true })).toBeDisabled();
});
