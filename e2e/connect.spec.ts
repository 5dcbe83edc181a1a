import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { makeCustomer, makeDestination } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";
import { orderSandbox } from "./sandbox-control";

interface Prepared {
  customerId: string;
  destinationId: string;
  name: string;
  endpointUrl: string;
}

/** A separate customer with one destination in the sandbox, without any secret. */
async function prepare(label: string): Promise<Prepared> {
  const { id: customerId, name, path } = await makeCustomer(label);
  const destination = await makeDestination(path, {});
  return { customerId, destinationId: destination.id, name, endpointUrl: destination.url };
}

/** Everything the server sends to a browser from now on: headers and bodies. */
function record(context: BrowserContext): () => Promise<string> {
  const said: Promise<string>[] = [];
  context.on("response", (response) => {
    const body = response.text().catch(() => "");
    said.push(body.then((text) => `${JSON.stringify(response.headers())}\n${text}`));
  });
  return async () => (await Promise.all(said)).join("\n");
}

async function makeLink(page: Page, { customerId }: Prepared): Promise<string> {
  await page.goto(`${portalUrl}/customers/${customerId}/setup`);
  await page.getByRole("button", { name: "Create a link" }).click();
  const address = page.getByLabel("Send this link to the customer");
  await expect(address).toHaveValue(/\/connect\/[\w-]{43}$/);
  return address.inputValue();
}

test("a customer without an account enters their secrets; the team sees only that they are set", async ({
  page,
  browser,
  expectInConsole,
}) => {
  // The second opening of the link.
  expectInConsole(/404/);
  const mine = await prepare("Larch Books");
  const other = await prepare("Another Customer");
  const secrets = {
    key: `sandbox-connect-${randomUUID()}`,
    restKey: `sandbox-rest-connect-${randomUUID()}`,
    webhook: `webhook-${randomUUID()}`,
  };

  const saidToTeam = record(page.context());
  await signIn(page, "csm");
  const url = await makeLink(page, mine);

  const context = await browser.newContext();
  const saidToCustomer = record(context);
  const customer = await context.newPage();
  const problems: string[] = [];
  customer.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  customer.on("pageerror", (err) => problems.push(err.message));

  const opened = await customer.goto(url);
  expect(opened?.headers()).toMatchObject({
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "cache-control": expect.stringContaining("no-store"),
  });
  await expect(customer.getByRole("heading", { name: `Keys for ${mine.name}` })).toBeVisible();
  await expectNoAxeViolations(customer);

  const key = customer.getByLabel("Data Import Key");
  await key.fill("a-mistyped-key");
  await customer.getByLabel("REST API key").fill(secrets.restKey);
  await customer.getByLabel("Heap webhook secret").fill(secrets.webhook);
  await customer.getByRole("button", { name: "Save" }).click();
  await expect(
    customer.getByText(/Braze does not accept this Data Import Key.*Nothing was saved/),
  ).toBeVisible();
  await expect(key).toBeFocused();
  await expectNoAxeViolations(customer);

  await key.fill(secrets.key);
  await customer.getByRole("button", { name: "Save" }).click();
  await expect(customer.getByRole("heading", { name: `Saved for ${mine.name}` })).toBeVisible();
  await expect(customer.getByText("Braze accepts the Data Import Key.")).toBeVisible();
  await expectNoAxeViolations(customer);
  expect(problems).toEqual([]);

  const links = page.getByRole("list", { name: "Connect links" });
  await expect(links.getByText("Used")).toBeVisible();
  for (const name of ["Replace Data Import Key", "Replace REST API key"])
    await expect(page.getByRole("button", { name })).toBeVisible();

  const again = await customer.goto(url);
  expect(again?.status()).toBe(404);
  await expect(customer.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expectNoAxeViolations(customer);

  const [toCustomer, toTeam] = [await saidToCustomer(), await saidToTeam()];
  expect(toCustomer).toContain(mine.name);
  const foreign = [other.name, other.customerId, other.destinationId, other.endpointUrl];
  const internal = [mine.customerId, mine.destinationId, mine.endpointUrl, "csm@example.com"];
  for (const text of [...foreign, ...internal, ...Object.values(secrets)]) {
    expect(toCustomer).not.toContain(text);
  }
  for (const text of [...foreign, ...Object.values(secrets)]) expect(toTeam).not.toContain(text);
  const audit = JSON.stringify(await adminApi().get(`/customers/${mine.customerId}/audit`));
  expect(audit).toContain("connect_link.used");
  for (const text of [...Object.values(secrets), url.split("/").at(-1) ?? url])
    expect(audit).not.toContain(text);
  await context.close();
});

test("a revoked link and one that never was show the same page; values come only from our own page", async ({
  page,
  browser,
  expectInConsole,
}) => {
  expectInConsole(/404/);
  const mine = await prepare("Willow Travel");
  await signIn(page, "csm");
  const url = await makeLink(page, mine);

  const foreignPost = await fetch(url.replace("/connect/", "/api/connect/"), {
    method: "POST",
    body: JSON.stringify({ dataImportKey: "sandbox-from-elsewhere" }),
    headers: { origin: "https://elsewhere.example" },
  });
  expect(foreignPost.status).toBe(403);

  await page.getByRole("button", { name: /Revoke the link ending in/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke link" }).click();
  await expect(page.getByRole("list", { name: "Connect links" }).getByText("Revoked")).toBeVisible();

  const context = await browser.newContext();
  const pages = await Promise.all(
    [url, `${portalUrl}/connect/${"x".repeat(43)}`].map(async (address) => {
      const opened = await context.newPage();
      const status = (await opened.goto(address))?.status();
      await expect(opened.getByRole("heading")).toHaveText("This link no longer works");
      return { status, text: await opened.getByRole("main").textContent() };
    }),
  );
  expect(pages[0]).toEqual(pages[1]);
  expect(pages[0]?.status).toBe(404);
  await context.close();
});

test("the customer of a destination with attributes enters a REST API key, and is told when it lacks a permission", async ({
  page,
  browser,
}) => {
  const { id: customerId, name, path } = await makeCustomer("Hazel Insurance");
  const { id: destinationId, url: endpointUrl } = await makeDestination(path, { kind: "attribute" });
  const mark = randomUUID();
  await orderSandbox("/braze/workspaces", { key: `sandbox-may-not-${mark}`, mayTrack: false });
  await signIn(page, "csm");
  const url = await makeLink(page, { customerId, destinationId, name, endpointUrl });

  const customer = await (await browser.newContext()).newPage();
  await customer.goto(url);
  await expect(customer.getByLabel("Data Import Key")).toHaveCount(0);
  await expectNoAxeViolations(customer);
  await customer.getByLabel("REST API key").fill(`sandbox-rest-may-not-${mark}`);
  await customer.getByRole("button", { name: "Save" }).click();
  await expect(
    customer.getByText(/lacks the permission users\.track.*Nothing was saved.*Create another one/),
  ).toBeVisible();
  await customer.getByLabel("REST API key").fill(`sandbox-rest-${mark}`);
  await customer.getByRole("button", { name: "Save" }).click();
  await expect(customer.getByText("Braze accepts the REST API key.")).toBeVisible();

  await expect(page.getByRole("button", { name: "Replace REST API key" })).toBeVisible();
  await expect(page.getByText("Data Import Key")).toHaveCount(0);
  await expectNoAxeViolations(page);
  await customer.context().close();
});
