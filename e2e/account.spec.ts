import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { freePort } from "../scripts/free-port";
import { startServer, stopServers, WITHOUT_ENGINE } from "../scripts/server";
import { OIDC_CLIENT, startOidcProvider } from "../tools/testing/oidc-provider";
import { adminApi, expect, expectNoAxeViolations, PASSWORD, portalUrl, signIn, test } from "./portal";

test.afterAll(stopServers);

/** Invites somebody and gives the address to set the password at. */
async function invite(
  role: "viewer" | "csm" = "viewer",
): Promise<{ email: string; name: string; path: string }> {
  const id = randomUUID().slice(0, 8);
  const [email, name] = [`sid-${id}@example.com`, `Sid ${id}`];
  const { link } = await adminApi().post<{ link: { url: string } }>("/users", { email, name, role });
  return { email, name, path: new URL(link.url).pathname };
}

/** The invited person's own browser, signed in. */
async function join(browser: Browser, path: string, url = portalUrl): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url + path);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.waitForURL(`${url}/`);
  return page;
}

async function signInAgain(page: Page, email: string, url = portalUrl): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${url}/`);
}

/** The API's answer to a copy of the cookies a browser had. */
async function statusWith(cookies: { name: string; value: string }[]): Promise<number> {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return (await fetch(`${portalUrl}/api/v1/me`, { headers: { cookie } })).status;
}

test("a session ends at sign-out for every copy of its cookie, and at the owner's or an admin's hand", async ({
  browser,
  page,
  expectInConsole,
}) => {
  expectInConsole(/401/);
  const person = await invite();
  const first = await join(browser, person.path);
  const second = await (await browser.newContext()).newPage();
  await signInAgain(second, person.email);

  await first.getByRole("link", { name: person.name }).first().click();
  await first.waitForURL(`${portalUrl}/account`);
  const rows = first.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "This session" })).toHaveCount(1);
  await expectNoAxeViolations(first);
  const ofSecond = await second.context().cookies();
  await rows.getByRole("button", { name: /^End the session/ }).click();
  await expect(rows).toHaveCount(1);
  expect(await statusWith(ofSecond)).toBe(401);

  await signInAgain(second, person.email);
  await signIn(page, "admin", "/team");
  await page.getByRole("button", { name: `Actions for ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Sessions" }).click();
  const dialog = page.getByRole("dialog", { name: `Sessions of ${person.name}` });
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
  await expectNoAxeViolations(page);
  await dialog
    .getByRole("button", { name: /^End the session/ })
    .first()
    .click();
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  expect(await statusWith(await second.context().cookies())).toBe(401);

  const ofFirst = await first.context().cookies();
  expect(await statusWith(ofFirst)).toBe(200);
  await first.getByRole("button", { name: "Sign out" }).first().click();
  await first.waitForURL(/\/sign-in$/);
  expect(await statusWith(ofFirst)).toBe(401);

  await page.goto(`${portalUrl}/audit`);
  await expect(page.getByText(`Signed out as “${person.name}”`).first()).toBeVisible();
  await Promise.all([first.context().close(), second.context().close()]);
});

test("a common password is refused with words, and a new password signs out everywhere else", async ({
  browser,
  expectInConsole,
}) => {
  expectInConsole(/400/);
  const person = await invite();
  const page = await (await browser.newContext()).newPage();
  await page.goto(portalUrl + person.path);
  await page.getByLabel("New password").fill("aaaaaaaaaa");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByText("The password is easy to guess")).toBeVisible();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.waitForURL(`${portalUrl}/`);
  const before = await page.context().cookies();

  await page.goto(`${portalUrl}/account`);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill("another-horse-battery");
  const changed = page.waitForEvent("framenavigated");
  await page.getByRole("button", { name: "Change password" }).last().click();
  await changed;
  await expect(page.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(1);
  expect(await statusWith(before)).toBe(401);
  expect(await statusWith(await page.context().cookies())).toBe(200);
  await page.context().close();
});

test("single sign-on reaches an account with a password only after its owner has connected it", async ({
  browser,
}) => {
  const provider = await startOidcProvider();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(
    {
      NEXTAUTH_URL: url,
      PUBLIC_URL: url,
      OIDC_ISSUER: provider.url,
      OIDC_CLIENT_ID: OIDC_CLIENT.id,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
      OIDC_NAME: "Example ID",
      ...WITHOUT_ENGINE,
      LOG_LEVEL: "error",
    },
    port,
    () => {},
  );
  const person = await invite("csm");
  const page = await join(browser, person.path, server.url);
  provider.person = { email: person.email, email_verified: true };

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${server.url}/sign-in`);
  await stranger.getByRole("button", { name: "Sign in with Example ID" }).click();
  await expect(stranger.getByRole("alert").filter({ hasText: "connect Example ID" })).toBeVisible();
  await expectNoAxeViolations(stranger);

  await stranger.getByLabel("Email").fill(person.email);
  await stranger.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
  await stranger.waitForURL(`${server.url}/account`);
  await stranger.getByRole("button", { name: "Sign out" }).first().click();
  await stranger.waitForURL(/\/sign-in$/);

  await page.goto(`${server.url}/account`);
  await page.getByRole("button", { name: "Connect" }).click();
  await expectNoAxeViolations(page);
  await page.getByLabel("Your Tributary password").fill(PASSWORD);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(`Connected as ${person.email}`)).toBeVisible();

  await stranger.getByRole("button", { name: "Sign in with Example ID" }).click();
  await stranger.waitForURL(`${server.url}/`);
  await stranger.goto(`${server.url}/account`);
  await expect(stranger.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(2);
  await Promise.all([page.context().close(), stranger.context().close()]);
  await provider.stop();
});

test("times are told in the browser's zone, or in the one the user chose, and always with its name", async ({
  browser,
}) => {
  const customer = await adminApi().post<{ id: string }>("/customers", { name: `Zones ${randomUUID()}` });
  const { path } = await invite("viewer");
  const page = await join(browser, path);
  const audit = `${portalUrl}/customers/${customer.id}/audit`;
  const times = page.getByRole("region", { name: "Audit entries" }).or(page.locator("main")).locator("time");

  await page.goto(audit);
  await expect(times.first()).toBeVisible();
  await page.goto(`${portalUrl}/account`);
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await expect(page.getByText("Times are shown in Asia/Tokyo.")).toBeVisible();
  await expectNoAxeViolations(page);

  await page.goto(audit);
  const shown = times.filter({ hasText: "GMT+9" }).or(page.locator('time[title*="GMT+9"]')).first();
  await expect(shown).toBeVisible();
});
