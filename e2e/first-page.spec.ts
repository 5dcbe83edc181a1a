import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { createApi } from "../scripts/demo/api";

const url = process.env.E2E_URL ?? "";
const problems: string[] = [];

test.beforeEach(async ({ page }) => {
  problems.length = 0;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (err) => problems.push(err.message));
});

test.afterEach(() => {
  expect(problems).toEqual([]);
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${url}/`);
  await expect(page).toHaveURL(/sign-in/);
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password", { exact: true }).fill("correct-horse-battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Customers" })).toBeVisible();
}

test("what Braze posts shows up in the customer's live counts without a reload", async ({ page }) => {
  const api = createApi(url, process.env.E2E_API_KEY ?? "");
  const customer = await api.post<{ id: string }>("/customers", { name: "Northwind Coffee" });
  const source = await api.post<{ endpoint: { url: string } }>(`/customers/${customer.id}/sources`, {
    name: "Braze Currents",
    heapAppId: "1001",
    heapRegion: "sandbox",
    identityField: "external_user_id",
    prefix: "braze-",
  });

  await signIn(page);
  const row = page.getByRole("row", { name: /Northwind Coffee/ });
  await expect(row).toBeVisible();

  const events = Array.from({ length: 42 }, (_, n) => ({
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: n < 40 ? `user-${n}` : null },
    properties: {},
  }));
  const answer = await fetch(source.endpoint.url, { method: "POST", body: JSON.stringify({ events }) });
  expect(answer.status).toBe(200);

  await expect(row).toContainText("40", { timeout: 20_000 });
  await expect
    .poll(
      async () =>
        (await api.get<{ books: { forwarded: number; filtered: number } }>(`/customers/${customer.id}`))
          .books,
    )
    .toMatchObject({ forwarded: 40, filtered: 2, pending: 0 });
});

test("a wrong password is refused in words, without saying which part was wrong", async ({ page }) => {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "E-mail and password do not fit together." }),
  ).toBeVisible();
  // The browser itself reports the 401 of a refused sign-in.
  problems.length = 0;
});
