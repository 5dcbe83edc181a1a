import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page, Request } from "@playwright/test";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";
import { connectHeap } from "./sandbox-control";

const api = adminApi();

interface Watched {
  customerId: string;
  name: string;
  address: string;
  secrets: string[];
  ids: string[];
}

interface Permissions {
  canSync?: boolean;
  canToggle?: boolean;
  canCopyEndpoints?: boolean;
}

/** A customer with a source and a destination, and one segment whose name is an email address. */
async function makeWatched(title: string): Promise<Watched> {
  const { id: customerId, name, path } = await makeCustomer(title);
  const address = `anna.${randomUUID().slice(0, 8)}@people.example`;
  const source = await makeSource(path, { name: `Currents of ${name}` });
  const destination = await makeDestination(path, { name: `Cohorts of ${name}`, ...newSecrets() });
  const { dataImportKey, webhookSecret } = destination;
  const postSegment = await connectHeap(destination);
  await postSegment(1, `Friends of ${address}`, 25);
  await expect
    .poll(() => segmentOf(customerId).then((segment) => segment?.lastSync?.state))
    .toBe("succeeded");
  return {
    customerId,
    name,
    address,
    secrets: [dataImportKey, webhookSecret, tokenOf(source.url), tokenOf(destination.url)],
    ids: [source.id, destination.id],
  };
}

async function segmentOf(customerId: string) {
  const { items } = await api.get<{
    items: { id: string; mode: string; lastSync: { id: string; state: string; trigger: string } | null }[];
  }>(`/customers/${customerId}/segments?limit=10`);
  return items[0];
}

function tokenOf(url: string): string {
  return url.split("/").at(-1) ?? url;
}

async function linkOf(
  { customerId }: Watched,
  permissions: Permissions,
): Promise<{ id: string; url: string }> {
  const link = await api.post<{ id: string; url: string }>(
    `/customers/${customerId}/status-links`,
    permissions,
  );
  return { id: link.id, url: `${portalUrl}/status/${tokenOf(link.url)}` };
}

/** Everything the server has sent to a browser from now on, until its end: headers and bodies. */
function record(context: BrowserContext): () => Promise<string> {
  const said: Promise<string>[] = [];
  const read = async (request: Request) => {
    const response = await request.response();
    const text = await response?.text().catch(() => "");
    return `${JSON.stringify(response?.headers())}\n${text}`;
  };
  context.on("requestfinished", (request) => said.push(read(request)));
  return async () => (await Promise.all(said)).join("\n");
}

/** A browser without a session, on the page of a link. */
async function openAsCustomer(browser: Browser, url: string) {
  const context = await browser.newContext();
  const said = record(context);
  const page = await context.newPage();
  const opened = await page.goto(url);
  expect(opened?.headers()).toMatchObject({
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "cache-control": expect.stringContaining("no-store"),
  });
  await expect(page.getByText("Updating", { exact: true })).toBeVisible();
  return { context, page, said };
}

const segmentRow = (page: Page) => page.getByRole("list", { name: "Segments" }).getByRole("listitem");

test("a CSM makes a link; the customer sees their flow, syncs now and turns a segment off; revoked, it is over", async ({
  page,
  browser,
  expectInConsole,
}) => {
  expectInConsole(/404/);
  const [mine, other] = [await makeWatched("Birch Airways"), await makeWatched("Somebody Else")];
  await signIn(page, "csm", `/customers/${mine.customerId}/setup`);
  await page.getByRole("button", { name: "Create a status link" }).click();
  const dialog = page.getByRole("dialog", { name: "New status link" });
  await dialog.getByLabel("Sync now").check();
  await dialog.getByLabel("Turn segments off and on").check();
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Create status link" }).click();
  const links = page.getByRole("list", { name: "Status links" });
  await expect(links.getByText("View, sync now, turn segments off and on")).toBeVisible();
  const address = await links.getByText(/\/status\/[\w-]{43}$/).textContent();
  const token = tokenOf(address ?? "");

  const customer = await openAsCustomer(browser, `${portalUrl}/status/${token}`);
  await expect(customer.page.getByRole("heading", { level: 1, name: mine.name })).toBeVisible();
  const row = segmentRow(customer.page);
  await expect(row).toContainText("Friends of an***@pe***");
  await expect(row).toContainText("25");
  await expect(customer.page.getByRole("region", { name: "Health" })).toContainText(
    "the one segment is in sync",
  );
  await expectNoAxeViolations(customer.page);
  await customer.page.setViewportSize({ width: 360, height: 740 });
  expect(await customer.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
    true,
  );

  const history = customer.page.getByRole("list", { name: "Sync history" }).getByRole("listitem");
  const before = await history.count();
  await row.getByRole("button", { name: /^Sync now/ }).click();
  await expect(history).toHaveCount(before + 1);
  await expect(history.first()).toContainText("Sync now");
  await expect(history.first()).toContainText("Succeeded");

  const toggle = row.getByRole("switch", { name: /^Send Friends of/ });
  await expect(toggle).toBeChecked();
  await toggle.click();
  await expect(row).toContainText("Off: nothing is sent to Braze");
  await expect.poll(() => segmentOf(mine.customerId)).toMatchObject({ mode: "off" });
  await expect(row.getByRole("button", { name: /^Sync now/ })).toBeDisabled();
  await toggle.click();
  await expect(row).toContainText("On: sent on every change and every 4 hours");

  const said = await customer.said();
  const team = ["csm@example.com", "admin@example.com", "@example.com"];
  const foreign = [other.name, other.customerId, other.address, ...other.ids, ...other.secrets];
  for (const text of [
    ...team,
    ...foreign,
    ...mine.secrets,
    mine.address,
    "people.example",
    mine.customerId,
  ]) {
    expect(said).not.toContain(text);
  }

  await links.getByRole("button", { name: /^Revoke the status link/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke status link" }).click();
  await expect(links.getByText("Revoked", { exact: true })).toBeVisible();
  const over = customer.page.getByRole("heading", { name: "This link no longer works" });
  await expect(over).toBeVisible();
  await expectNoAxeViolations(customer.page);
  expect((await customer.page.reload())?.status()).toBe(404);
  await expect(over).toBeVisible();

  const audit = JSON.stringify(await api.get(`/customers/${mine.customerId}/audit`));
  expect(audit).toContain(`Status link ending in ${token.slice(-4)}`);
  expect(audit).not.toContain(token);
  await customer.context.close();
});

test("a link shows only the buttons it allows, and the server refuses the others", async ({
  browser,
  expectInConsole,
}) => {
  expectInConsole(/403/);
  const mine = await makeWatched("Linden Foods");
  const [looking, copying] = [await linkOf(mine, {}), await linkOf(mine, { canCopyEndpoints: true })];

  const first = await openAsCustomer(browser, looking.url);
  await expect(segmentRow(first.page)).toHaveCount(1);
  const range = first.page.getByRole("group", { name: "Time range" }).getByRole("button");
  await expect(first.page.getByRole("main").getByRole("button")).toHaveCount(await range.count());
  await expect(first.page.getByRole("main").getByRole("switch")).toHaveCount(0);
  const segment = await segmentOf(mine.customerId);
  const refused = await first.page.evaluate(async (segmentId) => {
    const res = await fetch(`/api${location.pathname}/sync`, {
      method: "POST",
      body: JSON.stringify({ segmentId }),
    });
    return { status: res.status, cache: res.headers.get("cache-control") };
  }, segment?.id);
  expect(refused).toEqual({ status: 403, cache: "no-store" });
  await first.context.close();

  const second = await openAsCustomer(browser, copying.url);
  await expect(second.page.getByRole("button", { name: /^Sync now/ })).toHaveCount(0);
  expect(await second.said()).not.toContain(mine.secrets.at(-1));
  await second.page.getByRole("button", { name: /^Show URL.*For Heap/ }).click();
  await expect(second.page.getByText(mine.secrets.at(-1) ?? "?")).toBeVisible();
  await expect(second.page.getByRole("button", { name: "Copy URL" })).toBeVisible();
  await expectNoAxeViolations(second.page);
  await second.context.close();
});

test("a new customer sees what comes next, a paused one what is kept, and an unreachable server is said", async ({
  browser,
  expectInConsole,
}) => {
  expectInConsole(/ERR_INTERNET_DISCONNECTED/);
  const { id: customerId, path } = await makeCustomer("Rowan Post");
  const { url } = await linkOf({ customerId } as Watched, {});
  const customer = await openAsCustomer(browser, url);
  const banner = customer.page.getByRole("region", { name: "Health" });
  await expect(banner).toContainText("Nothing has arrived yet");
  await expect(customer.page.getByText("The team is still setting up the connection.")).toBeVisible();

  await changeAsScript(path, { state: "paused" });
  await expect(banner).toContainText("Paused. Incoming data is kept");
  await expectNoAxeViolations(customer.page);

  await customer.context.setOffline(true);
  await expect(customer.page.getByRole("alert").filter({ hasText: "Not up to date" })).toBeVisible();
  await expect(banner).toContainText("Paused");
  await customer.context.close();
});

test("the status page has the history of its customer, in any range, as the team has it", async ({
  browser,
}) => {
  const mine = await makeWatched("Counted");
  const { url } = await linkOf(mine, {});
  const customer = await openAsCustomer(browser, url);
  const history = customer.page.getByRole("region", { name: "History" });
  const { members } = await api.get<{ members: { total: { added: number } } }>(
    `/customers/${mine.customerId}/history`,
  );
  expect(members.total.added).toBe(25);
  await expect(
    history.getByRole("img", { name: /^Members that entered and left by day\. Entered: 25\. Highest: / }),
  ).toBeVisible();
  await expectNoAxeViolations(customer.page);
  await history.getByRole("button", { name: "24 hours" }).click();
  await expect(customer.page).toHaveURL(/range=24h/);
  await expect(history.getByRole("heading", { name: "Events, Braze to Heap" })).toBeVisible();
  await customer.context.close();
});
