import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { expect, expectNoAxeViolations, PASSWORD, portalUrl, signIn, test } from "./portal";

interface Person {
  name: string;
  email: string;
}

function newPerson(name: string): Person {
  const id = randomUUID().slice(0, 8);
  return { name: `${name} ${id}`, email: `${name.toLowerCase()}-${id}@example.com` };
}

/** As admin on the team page: invites a person and reads the link off the screen. */
async function invite(
  page: Page,
  { name, email }: Person,
  role: "viewer" | "csm" | "admin",
): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Invite to the team" });
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Role").selectOption(role);
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await page.getByLabel("One-time link").inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name })).toContainText("Invited");
  return link;
}

/** The invited person's own browser: opens the link and chooses a password. */
async function setPassword(browser: Browser, link: string, password = PASSWORD): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.waitForURL(`${portalUrl}/`);
  return page;
}

async function choose(page: Page, { name }: Person, action: string): Promise<void> {
  const item = page.getByRole("menuitem", { name: action });
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await item.click();
}

/** The API's answer for the person of this page. */
async function statusOf(page: Page, method: "GET" | "POST", path: string, body?: object): Promise<number> {
  const res = await page.request.fetch(`${portalUrl}/api/v1${path}`, {
    method,
    headers: { origin: portalUrl },
    ...(body && { data: body }),
  });
  return res.status();
}

test("an invited viewer sets a password, sees without changing, gets a role, and is out at once when disabled", async ({
  page,
  browser,
  expectInConsole,
}) => {
  const person = newPerson("Nora");
  await signIn(page, "admin", "/team");
  const link = await invite(page, person, "viewer");

  const theirs = await setPassword(browser, link);
  await theirs.goto(`${portalUrl}/team`);
  await expect(theirs.getByRole("row", { name: person.name })).toContainText("Viewer");
  await expect(theirs.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: "Actions for Ada Admin" })).toHaveCount(0);
  expect(await statusOf(theirs, "POST", "/customers", { name: "Not allowed" })).toBe(403);
  expect(await statusOf(theirs, "POST", "/users", { email: "x@example.com", name: "X", role: "admin" })).toBe(
    403,
  );

  await choose(page, person, "Edit");
  await page.getByLabel("Role").selectOption("csm");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: person.name })).toContainText("CSM");
  expect(await statusOf(theirs, "POST", "/customers", { name: `By ${person.name}` })).toBe(201);

  await choose(page, person, "Disable");
  await expect(page.getByRole("alertdialog", { name: `Disable ${person.name}?` })).toBeVisible();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByRole("row", { name: person.name })).toContainText("Disabled");
  // The page reads again when someone looks at it again.
  expectInConsole(/401/);
  await theirs.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await expect(theirs.getByRole("alertdialog", { name: "Your session has ended" })).toBeVisible();
  await theirs.getByRole("link", { name: "Sign in again" }).click();
  await theirs.waitForURL(/\/sign-in\?callbackUrl=%2Fteam$/);
  await theirs.getByLabel("Email").fill(person.email);
  await theirs.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(
    theirs.getByRole("alert").filter({ hasText: "Wrong email address or password." }),
  ).toBeVisible();

  await choose(page, person, "Enable");
  await expect(page.getByRole("row", { name: person.name })).toContainText("Active");
  await theirs.getByRole("button", { name: "Sign in", exact: true }).click();
  await theirs.waitForURL(`${portalUrl}/team`);
  await theirs.context().close();
});

test("a reset ends the password and the session at once; its link works once", async ({
  page,
  browser,
  expectInConsole,
}) => {
  expectInConsole(/401/);
  const person = newPerson("Remy");
  await signIn(page, "admin", "/team");
  const theirs = await setPassword(browser, await invite(page, person, "csm"));
  expect(await statusOf(theirs, "GET", "/me")).toBe(200);

  await page.reload();
  await choose(page, person, "Reset password");
  await expect(page.getByRole("alertdialog")).toContainText("signed out right away");
  await page.getByRole("button", { name: "Reset password" }).click();
  const link = await page.getByLabel("One-time link").inputValue();
  expect(await statusOf(theirs, "GET", "/me")).toBe(401);

  const again = await setPassword(browser, link, "another-horse-battery");
  expect(await statusOf(again, "GET", "/me")).toBe(200);
  const answer = await again.goto(link);
  expect(answer?.headers()).toMatchObject({
    "referrer-policy": "no-referrer",
    "cache-control": expect.stringContaining("no-store"),
  });
  await expect(again.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expectNoAxeViolations(again);
  await Promise.all([theirs.context().close(), again.context().close()]);
});

test("of two who edit the same member the second is told", async ({ page, browser, expectInConsole }) => {
  expectInConsole(/409/);
  const person = newPerson("Paul");
  await signIn(page, "admin", "/team");
  await invite(page, person, "csm");

  const other = await (await browser.newContext()).newPage();
  await signIn(other, "admin", "/team");
  await choose(page, person, "Edit");
  await choose(other, person, "Edit");
  await page.getByLabel("Name").fill(`${person.name} First`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: `${person.name} First` })).toBeVisible();
  await other.getByLabel("Name").fill(`${person.name} Second`);
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("alert").filter({ hasText: "Someone else changed this" })).toBeVisible();
  await other.context().close();
});

test("an API key works until it is revoked, and is shown once", async ({ page }) => {
  const name = `script ${randomUUID().slice(0, 8)}`;
  await signIn(page, "csm", "/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByLabel("Name").fill(name);
  await expect(page.getByRole("option", { name: /Admin/ })).toHaveCount(0);
  await expect(page.getByLabel("Role")).toHaveValue("viewer");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("API key", { exact: true }).inputValue();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(key)).toHaveCount(0);

  const call = () => fetch(`${portalUrl}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
  expect(await (await call()).json()).toMatchObject({ kind: "api_key", role: "viewer" });

  await page
    .getByRole("row", { name })
    .getByRole("button", { name: /Revoke/ })
    .click();
  await expect(
    page.getByRole("alertdialog", { name: `Revoke the key “${name}” ending in ${key.slice(-4)}?` }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row", { name })).toHaveCount(0);
  await expect.poll(async () => (await call()).status).toBe(401);
  await page.getByLabel("Which keys").selectOption("revoked");
  await expect(page).toHaveURL(/state=revoked/);
  await expect(page.getByRole("row", { name })).toContainText("revoked");
});

test("signing in leads back to the page that was asked for, and never to another site", async ({ page }) => {
  await page.goto(`${portalUrl}/api-keys?state=revoked`);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fapi-keys%3Fstate%3Drevoked$/);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Show password" }).click();
  await page.getByLabel("Email").fill("viewer@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${portalUrl}/api-keys?state=revoked`);

  await page.goto(`${portalUrl}/sign-in?callbackUrl=${encodeURIComponent("//elsewhere.example")}`);
  await page.waitForURL(`${portalUrl}/`);
});

test("the team's screens have no axe violation, light and dark", async ({ page, browser }) => {
  const person = newPerson("Axel");
  await signIn(page, "admin", "/team");
  const link = await invite(page, person, "viewer");
  await expectNoAxeViolations(page);
  const invitation = page.getByRole("dialog", { name: "Invite to the team" });
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(invitation).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Cancel" }).click();
  await choose(page, person, "Disable");
  await expect(page.getByRole("alertdialog", { name: `Disable ${person.name}?` })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.goto(`${portalUrl}/api-keys`);
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  await expectNoAxeViolations(page);

  const fresh = await (await browser.newContext()).newPage();
  await fresh.goto(link);
  await expectNoAxeViolations(fresh);
  await fresh.getByLabel("New password").fill("short");
  await fresh.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(fresh).toHaveURL(link);
  await fresh.context().close();
});
