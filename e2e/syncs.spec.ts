import { changeAsScript, expect, expectNoAxeViolations, signIn, test } from "./portal";
import { endFaults, orderSandbox } from "./sandbox-control";
import { makeFlow, readSegments, rowOf, settle } from "./segment-flow";

test("a sync shows its progress in the row; cancelled, it keeps what is owed, and Sync now sends the rest", async ({
  page,
}) => {
  const flow = await makeFlow("Progress");
  await flow.post(1, "Large", 1);
  const [segment] = await settle(flow);
  // Else a recurring sync may come in between.
  await changeAsScript(`${flow.path}/${segment?.id}`, { mode: "manual" });
  const { workspaceKey } = flow;
  await orderSandbox("/faults", {
    target: "braze.users",
    match: { workspaceKey },
    mode: "latency",
    latencyMs: 5_000,
    count: 1_000,
  });
  await signIn(page, "csm", flow.path);
  // Four calls are under way at a time: enough to cancel in between.
  await flow.post(1, "Large", 32_000);

  const row = rowOf(page, "Large");
  const progress = page.getByRole("progressbar", { name: "Progress of the sync of Large" });
  await expect(row).toContainText(/\d,000 of 32,000/);
  await expect(progress).toBeVisible();
  await row.getByRole("button", { name: "Cancel the sync of Large" }).click();
  const question = page.getByRole("alertdialog", { name: "Cancel the sync of “Large”?" });
  await question.getByRole("button", { name: "Yes, cancel the sync" }).click();
  await row.getByRole("link", { name: "Cancelled" }).click();
  expect((await readSegments(flow))[0]?.owed).toBeGreaterThan(0);

  await expect(page.getByRole("heading", { name: "Sync of Large" })).toBeVisible();
  await expect(page.getByText("Cancelled on request.")).toBeVisible();
  const pushes = page.getByRole("region", { name: "Calls to Braze, newest first" });
  await expect(pushes.getByRole("row", { name: /Accepted/ }).first()).toContainText("1,000");
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "All syncs" }).click();
  await page.getByRole("link", { name: "Segments", exact: true }).click();
  await page.getByRole("button", { name: "Sync now: Large" }).click();
  await expect(progress).toBeVisible();
  await endFaults({ workspaceKey });
  await expect(row.getByText("Succeeded")).toBeVisible();
  expect((await readSegments(flow))[0]).toMatchObject({ owed: 0, lastSync: { trigger: "manual" } });
});

test("refused members are shown with Braze's words, one is looked up, and a resync tries them again", async ({
  page,
}) => {
  const flow = await makeFlow("Refused");
  await orderSandbox("/braze/workspaces", { key: flow.workspaceKey, poison: ["user-1"] });
  await flow.post(1, "Trial", 4);
  await settle(flow);
  await signIn(page, "csm", flow.path);
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "1 refused: see who" }).click();
  await expect(page.getByRole("heading", { name: "Trial", level: 1 })).toBeVisible();
  const members = page.getByRole("table").last();
  await expect(members.getByRole("row", { name: /user-1/ })).toContainText("holds an id that is not valid");
  await expect(members.getByRole("row")).toHaveCount(2);
  await expectNoAxeViolations(page);

  await page.getByRole("radio", { name: "All" }).click();
  await page.getByLabel("Find a user ID").fill("user-2");
  await expect(members.getByRole("row", { name: /user-2/ })).toContainText("Sent");
  await page.getByLabel("Find a user ID").fill("nobody");
  await expect(page.getByText("Heap has never sent this user for this segment")).toBeVisible();
  await page.getByLabel("Find a user ID").fill("USER-2");
  await page.getByRole("button", { name: "user-2" }).click();
  await expect(members.getByRole("row", { name: /user-2/ })).toContainText("Sent");
  await page.getByLabel("Find a user ID").fill("");
  await page.getByRole("radio", { name: "Left" }).click();
  await expect(page.getByText("Nobody has left the segment")).toBeVisible();

  await orderSandbox("/braze/workspaces", { key: flow.workspaceKey, poison: [] });
  await page.getByRole("button", { name: "More for Trial" }).click();
  await page.getByRole("menuitem", { name: "Resync…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Resync" }).click();
  await expect
    .poll(async () => (await settle(flow))[0])
    .toMatchObject({ refused: 0, owed: 0, lastSync: { trigger: "resync", state: "succeeded" } });
});

test("the history of syncs is filtered in the URL, and a sync with errors links to the refused members", async ({
  page,
}) => {
  const flow = await makeFlow("History");
  await orderSandbox("/braze/workspaces", { key: flow.workspaceKey, poison: ["user-1"] });
  await flow.post(1, "Trial", 2);
  await flow.post(2, "Loyal", 2);
  await settle(flow);
  await signIn(page, "viewer", `/customers/${flow.customerId}/syncs`);
  await expect(rowOf(page, "Loyal")).toContainText("Succeeded");
  await expectNoAxeViolations(page);

  await page.getByLabel("State", { exact: true }).selectOption("succeeded_with_errors");
  await expect(rowOf(page, "Loyal")).toHaveCount(0);
  await expect(page).toHaveURL(/state=succeeded_with_errors/);
  await page.reload();
  await expect(rowOf(page, "Loyal")).toHaveCount(0);

  await page.getByRole("link", { name: "Trial", exact: true }).click();
  await expect(page.getByText("Braze refused 1 member and accepted the rest.")).toBeVisible();
  await page.getByRole("link", { name: "See who, and why" }).click();
  await expect(page.getByRole("row", { name: /user-1/ })).toContainText("Refused");
});
