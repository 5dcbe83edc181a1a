import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, expectNotice, portalUrl, signIn, test } from "./portal";
import { newUsers, postBatch } from "./post-batch";
import { makeFlow, settle } from "./segment-flow";

interface History {
  events: {
    total: { forwarded: number };
    types: { type: string; name: string; total: { forwarded: number } }[];
  };
  members: { buckets: { wanted: number }[]; total: { added: number } };
  syncs: { total: { succeeded: number } };
}

test("the overview's history shows the API's counts, and a bar of it opens its events", async ({ page }) => {
  const { path } = await makeCustomer("Remembered");
  const { url } = await makeSource(path);
  expect(await postBatch(url, newUsers(7))).toBe(200);
  const read = () => adminApi().get<History>(`${path}/history`);
  await expect.poll(async () => (await read()).events.total.forwarded).toBe(7);
  const { events } = await read();
  const { type, name } = events.types[0] ?? { type: "", name: "" };

  await signIn(page, "csm", path);
  const history = page.getByRole("region", { name: "History" });
  await expect(
    history.getByRole("img", { name: /^Events by hour\. Forwarded: 7\. Highest: / }),
  ).toBeVisible();
  await expect(history.getByRole("listitem").filter({ hasText: name })).toContainText("7");
  await expectNoAxeViolations(page);

  await history.getByText("As a table").first().click();
  const row = history.getByRole("table", { name: "Events by hour" }).getByRole("row").last();
  await expect(row).toContainText("7");
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/\/events\?range=custom&from=.*&to=/);
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(8);

  await page.goBack();
  await history.getByRole("link", { name }).click();
  await expect(
    page.getByRole("combobox", { name: "Type" }).or(page.getByRole("searchbox", { name: "Type" })),
  ).toHaveValue(type);
});

test("no label of a chart is cut off, up to the last day and the number beside its mark", async ({
  page,
}) => {
  const { path } = await makeCustomer("Whole labels");
  const { url } = await makeSource(path);
  expect(await postBatch(url, newUsers(3))).toBe(200);
  const read = () => adminApi().get<History>(`${path}/history`);
  await expect.poll(async () => (await read()).events.total.forwarded).toBe(3);

  await signIn(page, "viewer", `${path}?range=30d`);
  const chart = page.getByRole("img", { name: /^Events by day\. Forwarded: 3/ });
  await expect(chart.locator("svg text").last()).toBeVisible();
  const labelsCut = () =>
    chart.locator("svg.recharts-surface").evaluate((surface) => {
      const { left, right, top } = surface.getBoundingClientRect();
      return [...surface.querySelectorAll("text")]
        .filter((label) => {
          const box = label.getBoundingClientRect();
          return box.left < left || box.right > right || box.top < top;
        })
        .map((label) => label.textContent);
    });
  await expect.poll(labelsCut).toEqual([]);
});

test("the range is in the address, and one that misses a day says so", async ({ page }) => {
  const { path } = await makeCustomer("Ranged");
  await makeSource(path);
  await signIn(page, "viewer", path);
  const range = page.getByRole("group", { name: "Time range" });
  // Of a customer since today a week would be nearly empty.
  await expect(range.getByRole("button", { name: "24 hours" })).toHaveAttribute("aria-pressed", "true");
  await range.getByRole("button", { name: "30 days" }).click();
  await expect(page).toHaveURL(/range=30d/);
  await page.reload();
  await expect(range.getByRole("button", { name: "30 days" })).toHaveAttribute("aria-pressed", "true");
  await range.getByRole("button", { name: "Other" }).click();
  await expect(page.getByText("Choose both days (UTC).")).toBeVisible();
  await page.getByLabel("First day").fill("2026-11-01");
  await page.getByLabel("Last day").fill("2026-11-10");
  await expect(page).toHaveURL(/from=2026-11-01&to=2026-11-10/);
  await expect(page.getByText("No events in this time range.")).toBeVisible();
});

test("a time further back than events and syncs are kept says so, in place of an empty list", async ({
  page,
}) => {
  const { path } = await makeCustomer("Long ago");
  const { url } = await makeSource(path);
  expect(await postBatch(url, newUsers(1))).toBe(200);
  await signIn(
    page,
    "viewer",
    `${path}/events?range=custom&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`,
  );
  await expect(page.getByRole("heading", { name: "These events are no longer stored" })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.goto(`${portalUrl}${path}/syncs?from=2026-01-01&to=2026-01-02`);
  await expect(page.getByRole("heading", { name: "These syncs are no longer stored" })).toBeVisible();
});

test("a segment's page shows its size, what entered, and its syncs; a bar opens the syncs of its time", async ({
  page,
}) => {
  const flow = await makeFlow("Grown");
  await flow.post(1, "Loyal", 2);
  const [segment] = await settle(flow);
  const read = () =>
    adminApi().get<History>(`/customers/${flow.customerId}/history?segmentId=${segment?.id}`);
  await expect.poll(async () => (await read()).members.total.added).toBe(2);

  await signIn(page, "csm", `${flow.path}/${segment?.id}`);
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("img", { name: /^Members by day\. In Heap: 2/ })).toBeVisible();
  await expect(history.getByRole("img", { name: /entered and left by day\. Entered: 2/ })).toBeVisible();
  const changes = history
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Entered and left" }) });
  await changes.getByText("As a table").click();
  await changes.getByRole("row").last().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/syncs\?segmentId=.*&from=.*&to=/);
  await expect(page.getByRole("button", { name: /^From / })).toBeVisible();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
});

test("a target set in Setup shows how many events are within it", async ({ page }) => {
  const { path } = await makeCustomer("Prompt");
  const { url } = await makeSource(path);
  expect(await postBatch(url, newUsers(3))).toBe(200);
  await signIn(page, "csm", path);
  await page.getByRole("link", { name: "Set one in Setup" }).click();
  await page.getByRole("button", { name: "Edit target" }).click();
  await page.getByLabel("Events should reach Heap within").selectOption({ label: "1 day" });
  await page.getByRole("button", { name: "Save target" }).click();
  await expectNotice(page, "Target saved.");
  await page.goto(portalUrl + path);
  await expect(page.getByText("Within the target of 1 day")).toBeVisible();
  await expect(page.getByText("100%", { exact: true })).toBeVisible();
});
