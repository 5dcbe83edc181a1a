import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeCustomer, makeSource, newHeapAppId } from "./make-customer";
import { adminApi, expect, PASSWORD, portalUrl, signIn, test } from "./portal";

const api = adminApi();

/** Loads a page whose scripts do not come before `letCome`: as a person on a slow line sees it first. */
async function openWithoutScripts(page: Page, path: string): Promise<{ letCome: () => Promise<void> }> {
  let release = () => {};
  const mayCome = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Stays in place: to take it away while the page asks for something can leave that request without an answer.
  await page.route("**/_next/static/**/*.js", async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.goto(portalUrl + path, { waitUntil: "commit" });
  return {
    letCome: async () => {
      release();
      await expect(page.locator("[data-hydrating]")).toHaveCount(0);
    },
  };
}

test("Ctrl K and what is typed after it, before the page's scripts are there, find a customer", async ({
  page,
}) => {
  const customer = await makeCustomer("Early palette");
  await signIn(page, "csm");
  const { letCome } = await openWithoutScripts(page, "/audit");
  await expect(page.getByRole("button", { name: "Search customers and pages" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type(`${customer.name}?`);
  await page.keyboard.press("Backspace");
  await letCome();

  const palette = page.getByRole("dialog", { name: "Search customers and pages" });
  await expect(palette.getByRole("combobox")).toHaveValue(customer.name);
  await expect(palette.getByRole("combobox")).toBeFocused();
  await palette.getByRole("option", { name: customer.name }).click();
  await expect(palette.getByRole("option", { name: "Overview" })).toBeVisible();
});

test("what is typed and chosen early becomes the filter", async ({ page }) => {
  await signIn(page, "viewer");
  const { letCome } = await openWithoutScripts(page, "/customers");
  await page.getByRole("searchbox", { name: "Search customers by name" }).fill("nobody-is-called-so");
  await page.getByLabel("State").selectOption("Onboarding");
  await page.getByRole("columnheader", { name: "Customer" }).getByRole("button").click();
  await letCome();

  await expect(page).toHaveURL(/q=nobody-is-called-so/);
  await expect(page).toHaveURL(/state=onboarding/);
  await expect(page).toHaveURL(/dir=desc/);
  await expect(page.getByRole("heading", { name: "No customers match these filters" })).toBeVisible();
});

test("a form filled and sent early is sent once, by the page itself", async ({ page }) => {
  const name = `Early form ${randomUUID()}`;
  await signIn(page, "csm");
  const { letCome } = await openWithoutScripts(page, "/customers/new");
  await page.getByLabel("Customer’s name").fill(name);
  await page.getByLabel("Owner").selectOption("Cleo Success");
  await page.getByLabel("Customer’s name").press("Enter");
  await expect(page).toHaveURL(`${portalUrl}/customers/new`);
  await letCome();

  await page.waitForURL(/step=source/);
  const { items } = await api.get<{ items: { name: string; owner: { name: string } | null }[] }>(
    `/customers?q=${encodeURIComponent(name)}`,
  );
  expect(items).toEqual([
    expect.objectContaining({ name, owner: expect.objectContaining({ name: "Cleo Success" }) }),
  ]);
});

test("boxes and buttons of an onboarding step, whose code comes later than the page's, are heard early too", async ({
  page,
}) => {
  const { path } = await makeCustomer("Early step");
  const heapAppId = newHeapAppId();
  await signIn(page, "csm");
  const { letCome } = await openWithoutScripts(page, `${path}/onboarding?step=source`);
  await page.getByLabel("Heap app ID").fill(heapAppId);
  await page.getByLabel("Heap region").selectOption("sandbox");
  await page.getByRole("radio", { name: /^user_id/ }).check();
  await page.getByRole("switch", { name: "Put a prefix before names" }).click();
  await letCome();

  await expect(page.getByLabel("Heap app ID")).toHaveValue(heapAppId);
  await expect(page.getByLabel("Heap region")).toHaveValue("sandbox");
  await expect(page.getByRole("radio", { name: /^user_id/ })).toBeChecked();
  await expect(page.getByText("braze-Email Open")).toBeHidden();
  await page.getByRole("button", { name: "Create source and continue" }).click();
  await page.waitForURL(/step=destination/);
  const { items } = await api.get<{ items: object[] }>(`${path}/sources`);
  expect(items).toEqual([
    expect.objectContaining({
      heapAppId,
      heapRegion: "sandbox",
      identityField: "user_id",
      prefix: null,
    }),
  ]);
});

test("what is unfolded early is open and full", async ({ page }) => {
  const { path } = await makeCustomer("Early unfolding");
  await makeSource(path);
  await signIn(page, "csm");
  const { letCome } = await openWithoutScripts(page, path);
  await page.getByRole("heading", { name: "Earlier alerts" }).click();
  await letCome();
  await expect(page.getByText("No earlier alerts.")).toBeVisible();
});

test("somebody who signs in before the page listens is signed in", async ({ page }) => {
  const { letCome } = await openWithoutScripts(page, "/sign-in");
  await page.getByLabel("Email").fill("viewer@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await expect(page).toHaveURL(`${portalUrl}/sign-in`);
  await letCome();
  await page.waitForURL(`${portalUrl}/`);
});

/** In the browser: lets React do nothing more once a single part of the page is left to take over, until `goOn()`. */
function holdLastPart(): void {
  const { postMessage } = MessagePort.prototype;
  let isHeld = true;
  const isLastPart = () => document.querySelectorAll("[data-hydrating]").length === 1;
  MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown) {
    const send = () => {
      if (isHeld && isLastPart()) setTimeout(send, 20);
      else postMessage.call(this, message);
    };
    send();
  } as typeof postMessage;
  Object.assign(window, {
    goOn: () => {
      isHeld = false;
    },
  });
}

test("news that comes while the page is being taken over waits until all of it is", async ({ page }) => {
  const { path } = await makeCustomer("Slow page");
  await signIn(page, "csm", "/audit");
  await page.addInitScript(holdLastPart);
  const reads: string[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/overview")) reads.push(response.url());
  });
  await page.goto(portalUrl + path, { waitUntil: "commit" });
  await expect(page.locator("[data-hydrating]")).toHaveCount(1);

  await makeSource(path);
  // Longer than the header, which is taken over, leaves between two reads.
  await page.waitForTimeout(7_000);
  expect(reads).toEqual([]);
  // A page whose data had changed would be thrown away by React, which the guard sees in the console.
  await page.evaluate("goOn()");
  await expect(page.getByRole("list", { name: "Currents: from Braze to Heap" })).toBeVisible();
});
