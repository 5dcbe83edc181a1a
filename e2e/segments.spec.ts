import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

const sandboxUrl = process.env.E2E_SANDBOX_URL ?? "";
const api = adminApi();

interface Flow {
  customerId: string;
  workspaceKey: string;
  path: string;
  /** Makes Heap post a change to a segment; user ids are user-0, user-1 and so on. */
  post(segmentId: number, segmentName: string, add: number): Promise<void>;
}

interface Segments {
  items: {
    id: string;
    name: string;
    mode: string;
    version: number;
    owed: number;
    refused: number;
    lastSync: { id: string; trigger: string; state: string } | null;
  }[];
}

async function order(path: string, body: unknown): Promise<void> {
  const res = await fetch(`${sandboxUrl}/control${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!res.ok) throw new Error(`the sandbox refused ${path}: ${await res.text()}`);
}

/** A customer with a destination, and a Heap that posts to it. */
async function makeFlow(name: string): Promise<Flow> {
  const unique = randomUUID();
  const workspaceKey = `sandbox-${unique}`;
  const webhookSecret = randomUUID();
  const { id: customerId } = await api.post<{ id: string }>("/customers", {
    name: `${name} ${unique.slice(0, 8)}`,
  });
  const { endpoint } = await api.post<{ endpoint: { url: string } }>(
    `/customers/${customerId}/destinations`,
    {
      name: "Heap segments",
      brazeInstance: "sandbox",
      dataImportKey: workspaceKey,
      webhookSecret,
    },
  );
  await order(`/senders/segments/${unique}`, { url: endpoint.url, secret: webhookSecret });
  return {
    customerId,
    workspaceKey,
    path: `/customers/${customerId}/segments`,
    post: (segmentId, segmentName, add) => order(`/senders/${unique}/send`, { segmentId, segmentName, add }),
  };
}

/** An edit through the API. */
async function change(path: string, body: unknown): Promise<void> {
  const res = await fetch(`${portalUrl}/api/v1${path}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${process.env.E2E_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(res.status).toBe(200);
}

async function readSegments(flow: Flow): Promise<Segments["items"]> {
  return (await api.get<Segments>(`${flow.path}?limit=100`)).items;
}

/** Waits until no segment has anything under way. */
async function settle(flow: Flow): Promise<Segments["items"]> {
  await expect
    .poll(async () => (await readSegments(flow)).map(({ lastSync }) => lastSync?.state ?? "none"))
    .not.toContainEqual(expect.stringMatching(/^(none|queued|running)$/));
  return readSegments(flow);
}

const modeOf = (page: Page, segment: string, mode: "Off" | "Manual" | "Recurring") =>
  page.getByRole("group", { name: `Mode of ${segment}` }).getByRole("radio", { name: mode });

const rowOf = (page: Page, segment: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: segment }) });

test("a segment's mode and identifier are changed in the row, and both stand in the audit log", async ({
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
  await page.getByRole("menuitem", { name: "Identifier …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Heap’s user ids are, in Braze").selectOption("alias");
  await dialog.getByRole("button", { name: "Change identifier" }).click();
  await expect(dialog.getByText("An alias needs its label.")).toBeVisible();
  await dialog.getByLabel("Alias label").fill("heap_id");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Change identifier" }).click();
  await expect(rowOf(page, "Loyal")).toContainText("by alias “heap_id”");
  await expect(rowOf(page, "Loyal").getByRole("link", { name: "3 owed: see who" })).toBeVisible();

  const { items } = await api.get<{ items: { action: string; before: unknown; after: unknown }[] }>(
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
    "at most 30 recurring segments. Turn another one off or to manual first.",
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
        error: { code: "unavailable", message: "The database does not answer. Try again in a moment." },
      },
    });
  });

  expectInConsole(/503/);
  await modeOf(page, "Loyal", "Off").click();
  await expect(modeOf(page, "Loyal", "Off")).toBeChecked();
  await expect(page.getByText("0 of 30 recurring")).toBeVisible();
  letAnswer();
  await expect(rowOf(page, "Loyal").getByRole("alert")).toContainText(
    "Not changed. The database does not answer.",
  );
  await expect(modeOf(page, "Loyal", "Recurring")).toBeChecked();
  await expect(page.getByText("1 of 30 recurring")).toBeVisible();
});

test("a sync shows its progress in the row; cancelled, it keeps what is owed, and Sync now sends the rest", async ({
  page,
}) => {
  const flow = await makeFlow("Progress");
  await flow.post(1, "Large", 1);
  const [segment] = await settle(flow);
  // Else a recurring sync may come in between.
  await change(`${flow.path}/${segment?.id}`, { version: segment?.version, mode: "manual" });
  const { workspaceKey } = flow;
  await order("/faults", {
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
  const pushes = page.getByRole("region", { name: "Pushes, newest first" });
  await expect(pushes.getByRole("row", { name: /Accepted/ }).first()).toContainText("1,000");
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "All syncs" }).click();
  await page.getByRole("link", { name: "Segments", exact: true }).click();
  await page.getByRole("button", { name: "Sync now: Large" }).click();
  await expect(progress).toBeVisible();
  await fetch(`${sandboxUrl}/control/faults?workspaceKey=${workspaceKey}`, { method: "DELETE" });
  await expect(row.getByText("Succeeded")).toBeVisible();
  expect((await readSegments(flow))[0]).toMatchObject({ owed: 0, lastSync: { trigger: "manual" } });
});

test("refused members are shown with Braze's words, one is looked up, and a resync tries them again", async ({
  page,
}) => {
  const flow = await makeFlow("Refused");
  await order("/braze/workspaces", { key: flow.workspaceKey, poison: ["user-1"] });
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
  await page.getByLabel("Look up a whole user id").fill("user-2");
  await expect(members.getByRole("row", { name: /user-2/ })).toContainText("Sent");
  await page.getByLabel("Look up a whole user id").fill("nobody");
  await expect(page.getByText("Heap has never named this user for this segment")).toBeVisible();

  await order("/braze/workspaces", { key: flow.workspaceKey, poison: [] });
  await page.getByRole("button", { name: "More for Trial" }).click();
  await page.getByRole("menuitem", { name: "Resync …" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Resync" }).click();
  await expect
    .poll(async () => (await settle(flow))[0])
    .toMatchObject({ refused: 0, owed: 0, lastSync: { trigger: "resync", state: "succeeded" } });
});

test("the history of syncs is filtered in the URL, and a sync with errors links to the refused members", async ({
  page,
}) => {
  const flow = await makeFlow("History");
  await order("/braze/workspaces", { key: flow.workspaceKey, poison: ["user-1"] });
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
  await expect(page.getByText("Braze took everybody but 1 member.")).toBeVisible();
  await page.getByRole("link", { name: "See who, with Braze’s words" }).click();
  await expect(page.getByRole("row", { name: /user-1/ })).toContainText("Refused");
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
  await expect(page.getByRole("menuitem")).toHaveText(["Its syncs"]);
});

test("a customer without destination or segments is told what comes next", async ({ page }) => {
  const { id } = await api.post<{ id: string }>("/customers", { name: `Empty ${randomUUID()}` });
  await signIn(page, "csm", `/customers/${id}/segments`);
  await expect(page.getByRole("heading", { name: "No destination yet" })).toBeVisible();
  await page.goto(`${portalUrl}/customers/${id}/syncs`);
  await expect(page.getByRole("heading", { name: "No syncs yet" })).toBeVisible();
});
