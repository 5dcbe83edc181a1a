import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeDestination, makeSource, newSecrets } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, forgetVisitor, portalUrl, signIn, test } from "./portal";
import { postBatch } from "./post-batch";
import { connectHeap } from "./sandbox-control";

const api = adminApi();

/** A word that no other customer's name contains, so that a test sees only its own customers. */
const newWord = () => `w${randomUUID().slice(0, 8)}`;

async function makeNamed(name: string, ownerId: string | null = null): Promise<string> {
  return (await api.post<{ id: string }>("/customers", { name, ownerId })).id;
}

async function userIdOf(email: string): Promise<string> {
  const { items } = await api.get<{ items: { id: string; email: string }[] }>("/users?limit=100");
  const user = items.find((item) => item.email === email);
  if (!user) throw new Error(`nobody has the address ${email}`);
  return user.id;
}

/** Adds a source in the sandbox's Heap; `post` sends events to it as Braze would. */
async function addSource(customerId: string) {
  const { url } = await makeSource(`/customers/${customerId}`);
  return async function post(userIds: readonly (string | null)[]): Promise<void> {
    const users = userIds.map((userId) => ({ external_user_id: userId }));
    expect(await postBatch(url, users)).toBe(200);
  };
}

/** Gives the customer a destination whose Data Import Key Braze refuses, and lets Heap post a segment to it. */
async function refuseKey(customerId: string): Promise<void> {
  const destination = await makeDestination(`/customers/${customerId}`, {
    ...newSecrets(),
    dataImportKey: "not-a-key-braze-knows",
  });
  const postSegment = await connectHeap(destination);
  await postSegment(1, "Trial users", 3);
}

async function openList(page: Page, query: string): Promise<void> {
  await page.goto(`${portalUrl}/customers?${query}`);
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
}

const table = (page: Page) => page.getByRole("table");
const names = (page: Page) => table(page).getByRole("rowheader").getByRole("link").allTextContents();

test("what Braze posts shows in the list without a reload", async ({ page }) => {
  const word = newWord();
  const customerId = await makeNamed(`Northwind ${word}`);
  const post = await addSource(customerId);
  await signIn(page, "viewer");
  await openList(page, `q=${word}`);
  const row = table(page).getByRole("row", { name: new RegExp(word) });
  await expect(row).toContainText("Waiting for data");
  await expect(row).toContainText("never");

  await post(["ada", "undefined", null]);
  // One event is no trouble: a note at a healthy customer.
  await expect(row).toContainText("Healthy");
  await expect(row).toContainText("1 event quarantined in the last 24 hours");
  await expect(row).not.toContainText("never");
  await expect
    .poll(async () => (await api.get<{ books: object }>(`/customers/${customerId}`)).books)
    .toMatchObject({ accepted: 3, forwarded: 1, filtered: 1, quarantined: 1, pending: 0 });
});

test("search, filters and sort narrow the list, are kept in the URL, and the URL alone brings them back", async ({
  page,
}) => {
  const word = newWord();
  await makeNamed(`Beta ${word}`, await userIdOf("viewer@example.com"));
  await makeNamed(`alpha ${word}`);
  const post = await addSource(await makeNamed(`Gamma ${word}`));
  await post(["ada"]);

  await signIn(page, "viewer", "/customers");
  await page.getByRole("searchbox", { name: "Search customers by name" }).fill(word);
  await expect(page).toHaveURL(new RegExp(word));
  await expect.poll(() => names(page)).toEqual([`alpha ${word}`, `Beta ${word}`, `Gamma ${word}`]);

  const header = page.getByRole("columnheader", { name: "Customer" });
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => names(page)).toEqual([`Gamma ${word}`, `Beta ${word}`, `alpha ${word}`]);

  await page.getByRole("columnheader", { name: "Last event" }).getByRole("button").click();
  await expect.poll(async () => (await names(page))[0]).toBe(`Gamma ${word}`);

  await page.getByLabel("Health").selectOption("Waiting for data");
  await page.getByLabel("State").selectOption("Onboarding");
  await page.getByLabel("Owner").selectOption("Mine");
  await expect.poll(() => names(page)).toEqual([`Beta ${word}`]);
  const address = new URL(page.url());
  expect(Object.fromEntries(address.searchParams)).toEqual({
    q: word,
    sort: "lastEvent",
    dir: "desc",
    health: "waiting",
    state: "onboarding",
    ownerId: "me",
  });

  await page.goto(address.href);
  await expect(page.getByRole("searchbox", { name: "Search customers by name" })).toHaveValue(word);
  await expect(page.getByLabel("Owner")).toHaveValue("me");
  await expect(page.getByRole("columnheader", { name: "Last event" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect.poll(() => names(page)).toEqual([`Beta ${word}`]);
  await expectNoAxeViolations(page);

  await page.getByLabel("State").selectOption("Archived");
  await expect(page.getByRole("heading", { name: "No customers match these filters" })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("search").getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByRole("searchbox", { name: "Search customers by name" })).toHaveValue("");
  await expect(page.getByRole("heading", { name: "No customers match these filters" })).toBeHidden();
});

test("a list longer than a page goes on where it stopped, and a row leads to its customer", async ({
  page,
}) => {
  const word = newWord();
  const numbers = Array.from({ length: 53 }, (_, place) => String(place).padStart(2, "0"));
  for (const number of numbers) await makeNamed(`${word} ${number}`);

  await signIn(page, "viewer");
  await openList(page, `q=${word}`);
  await expect.poll(async () => (await names(page)).length).toBe(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => names(page)).toEqual(numbers.map((number) => `${word} ${number}`));
  await expect(page.getByRole("button", { name: "Show more" })).toBeHidden();

  await page.getByRole("link", { name: `${word} 52` }).click();
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}$/);
});

test("on a phone the list fits the screen and is sorted by a menu", async ({ page }) => {
  const word = newWord();
  await makeNamed(`${word} with a name so long that it needs more than one line of a narrow screen`);
  await makeNamed(`${word} newer`);
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, "viewer");
  await openList(page, `q=${word}`);
  await page.getByLabel("Sort by").selectOption("Newest");
  await expect(page).toHaveURL(/sort=createdAt/);
  await expect.poll(async () => (await names(page))[0]).toBe(`${word} newer`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectNoAxeViolations(page);
});

test("only who may onboard customers is offered to", async ({ page }) => {
  await signIn(page, "viewer", "/customers");
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New customer" })).toBeHidden();

  await forgetVisitor(page);
  await signIn(page, "csm", "/customers");
  await expect(page.getByRole("link", { name: "New customer" })).toHaveAttribute("href", "/customers/new");
});

test("the dashboard says what stopped, what to do and where, and the last day's flow; mine apart from all", async ({
  page,
}) => {
  const name = `Stopped ${newWord()}`;
  const customerId = await makeNamed(name, await userIdOf("viewer@example.com"));
  const post = await addSource(customerId);
  await post(["ada", "bob"]);
  await refuseKey(customerId);

  await signIn(page, "viewer");
  await page.getByRole("group", { name: "Whose customers" }).getByRole("button", { name: "Mine" }).click();
  await expect(page).toHaveURL(/owner=me/);
  const alert = page.getByRole("listitem").filter({ hasText: name }).first();
  await expect(alert).toContainText("Braze does not accept the Data Import Key");
  await expect(alert).toContainText("Enter the current key. It is in Braze");

  await page.getByText("As a table").first().click();
  const events = page.getByRole("table", { name: "Events of the last 24 hours, by hour" });
  await expect(events.getByRole("row")).toHaveCount(25);
  await expect(page.getByRole("img", { name: /^Events of the last 24 hours.*Accepted: \d/ })).toBeVisible();
  const history = page.getByRole("region", { name: "History" });
  await history.getByRole("button", { name: "7 days" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await history.getByText("As a table").first().click();
  await expect(page.getByRole("table", { name: "Events by day" }).getByRole("row")).toHaveCount(8);
  await expectNoAxeViolations(page);
  await history.getByRole("button", { name: "24 hours" }).click();

  const failing = page.getByRole("link", { name: /^Failing \d+$/ });
  await expect(failing).toHaveAttribute("href", "/customers?health=failing&ownerId=me");
  await expectNoAxeViolations(page);

  await failing.click();
  await expect(table(page).getByRole("row", { name: new RegExp(name) })).toContainText("Failing");
  await page.goBack();
  await alert.getByRole("link", { name: `Enter the key: ${name}` }).click();
  await expect(page).toHaveURL(new RegExp(`/customers/${customerId}/setup\\?edit=brazeKey&of=`));
  // Who may only read is shown the destination, and no form.
  await expect(page.getByRole("heading", { name: "Cohorts" })).toBeInViewport();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("25 customers fit on a screen of 1440 × 900, counted, and the header stays while the list scrolls", async ({
  page,
}) => {
  const word = newWord();
  await Promise.all(Array.from({ length: 30 }, (_, n) => makeNamed(`${word} ${String(n).padStart(2, "0")}`)));
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, "viewer", `/customers?q=${word}`);
  await expect(page.getByText("30 customers", { exact: true })).toBeVisible();
  const table = page.getByRole("region", { name: "Customers" });
  await expect(table.getByRole("row")).toHaveCount(31);
  const last = await table.getByRole("row").nth(25).boundingBox();
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
  await expectNoAxeViolations(page);

  await page.setViewportSize({ width: 1440, height: 500 });
  await page.getByRole("link", { name: `${word} 29` }).scrollIntoViewIfNeeded();
  await expect(page.getByRole("columnheader", { name: "Health" })).toBeInViewport();

  for (const width of [1_280, 1_024, 390]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await table.evaluate((frame) => frame.scrollWidth <= frame.clientWidth), `${width}`).toBe(true);
  }
});
