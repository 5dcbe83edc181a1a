import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { adminApi, expect, portalUrl, signIn, test } from "./portal";

const api = adminApi();

/** Waits until the list of customers has come with this name, and for as long as the page needs to show it. */
async function hears(page: Page, name: string): Promise<void> {
  await page.waitForResponse(async (answer) => {
    const isList = new URL(answer.url()).pathname === "/api/v1/customers";
    return isList && (await answer.text()).includes(name);
  });
  await page.waitForTimeout(300);
}

test("news waits while something is pressed: the press reaches what it began on, and the news shows after it", async ({
  page,
}) => {
  const word = `press ${randomUUID().slice(0, 8)}`;
  const make = (name: string) => api.post<{ id: string }>("/customers", { name, ownerId: null });
  const { id } = await make(`B ${word}`);
  await signIn(page, "csm", `/customers?q=${encodeURIComponent(word)}`);
  const link = page.getByRole("link", { name: `B ${word}` });
  const place = await link.boundingBox();
  if (!place) throw new Error("the link is not on the page");

  // The field loses the focus to what is pressed.
  await page.getByRole("searchbox", { name: "Search customers by name" }).focus();
  await page.mouse.move(place.x + 5, place.y + place.height / 2);
  await page.mouse.down();
  // It belongs above the one that is pressed.
  await make(`A ${word}`);
  await hears(page, `A ${word}`);
  expect(await link.boundingBox()).toEqual(place);
  await page.mouse.up();

  await page.waitForURL(`${portalUrl}/customers/${id}`);
  await page.goBack();
  await expect(page.getByRole("link", { name: `A ${word}` })).toBeVisible();
});

test("after a press that does nothing the news shows by itself", async ({ page }) => {
  const word = `idle ${randomUUID().slice(0, 8)}`;
  await api.post("/customers", { name: `B ${word}`, ownerId: null });
  await signIn(page, "csm", `/customers?q=${encodeURIComponent(word)}`);
  await page.getByRole("heading", { level: 1 }).hover();
  await page.mouse.down();
  await api.post("/customers", { name: `A ${word}`, ownerId: null });
  await hears(page, `A ${word}`);
  await expect(page.getByRole("link", { name: `A ${word}` })).toBeHidden();
  await page.mouse.up();
  await expect(page.getByRole("link", { name: `A ${word}` })).toBeVisible();
});

test("a release that the page never hears of holds nothing up once the mouse moves", async ({ page }) => {
  const word = `lost ${randomUUID().slice(0, 8)}`;
  await api.post("/customers", { name: `B ${word}`, ownerId: null });
  await page.addInitScript(() => {
    window.addEventListener("pointerup", (event) => event.stopImmediatePropagation(), true);
    window.addEventListener("click", (event) => event.stopImmediatePropagation(), true);
  });
  await signIn(page, "csm", `/customers?q=${encodeURIComponent(word)}`);
  const heading = page.getByRole("heading", { level: 1 });
  await heading.hover();
  await page.mouse.down();
  await page.mouse.up();
  await api.post("/customers", { name: `A ${word}`, ownerId: null });
  await hears(page, `A ${word}`);
  await expect(page.getByRole("link", { name: `A ${word}` })).toBeHidden();

  await heading.hover({ position: { x: 1, y: 1 } });
  await expect(page.getByRole("link", { name: `A ${word}` })).toBeVisible();
});
