import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { freePort } from "../scripts/free-port";
import { startServer, stopServers } from "../scripts/server";
import { makeDatabase } from "./own-database";
import { expect, expectNoAxeViolations, expectNotice, PASSWORD, test } from "./portal";
import { connectHeap, orderSandbox, sandboxUrl } from "./sandbox-control";

test.afterAll(stopServers);

/** A server on an empty database, without any partner key, and the link with which its first admin sets a password. */
async function startWithoutPartnerKey(): Promise<{ url: string; link: string }> {
  const { runtimeUrl } = await makeDatabase();
  const printed: string[] = [];
  const { url } = await startServer(
    { DATABASE_URL: runtimeUrl, BRAZE_PARTNER_KEY_US: "", BRAZE_PARTNER_KEY_EU: "", LOG_LEVEL: "info" },
    await freePort(),
    (text) => printed.push(text),
  );
  const link = /(http\S+\/set-password\/[^\s"]+)/.exec(printed.join(""))?.[1] ?? "no link";
  return { url, link };
}

/** Sets the first admin's password and begins a customer that needs Heap to Braze only. */
async function beginCustomer(page: Page, { url, link }: { url: string; link: string }): Promise<void> {
  await page.goto(link);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: /^Set password/ }).click();
  await page.waitForURL((at) => !at.pathname.startsWith("/set-password"));
  await page.goto(`${url}/customers/new`);
  await page.getByLabel("Customer’s name").fill("Our own company");
  await page.getByRole("button", { name: "Create and continue" }).click();
  await page.waitForURL(/step=source/);
  await page.getByRole("link", { name: /^Skip: this customer/ }).click();
  await page.waitForURL(/step=destination/);
}

/** The users who have an attribute in the sandbox's Braze. */
async function haveAttribute(workspaceKey: string, name: string): Promise<number> {
  const res = await fetch(`${sandboxUrl}/control/braze/${workspaceKey}/attributes/${name}/members`);
  return res.ok ? (await res.text()).split("\n").filter(Boolean).length : 0;
}

test("without any partner key, from an empty database to all checks green with custom attributes", async ({
  page,
  expectInConsole,
}) => {
  // The key that Braze refuses.
  expectInConsole(/400|422/);
  await beginCustomer(page, await startWithoutPartnerKey());
  const mark = randomUUID();
  const workspaceKey = `sandbox-${mark}`;
  const webhookSecret = `hook-${mark}`;
  await orderSandbox("/braze/workspaces", { key: `sandbox-may-not-${mark}`, mayTrack: false });

  await expect(page.getByRole("radio", { name: "Custom attributes" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Cohorts" })).toBeDisabled();
  await expect(page.getByText(/Not available: Tributary has no partner key/)).toBeVisible();
  await expect(page.getByRole("radio", { name: /device/ })).toHaveCount(0);
  await expect(page.getByLabel("Data Import Key")).toHaveCount(0);
  await page.getByLabel("Braze instance").selectOption("sandbox");
  await page.getByLabel("REST API key").fill(`sandbox-rest-may-not-${mark}`);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Create destination and continue" }).click();
  await expect(page.getByText(/The REST API key lacks the permission users\.track/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save this key anyway" })).toBeVisible();
  await page.getByLabel("REST API key").fill(`sandbox-rest-${mark}`);
  await page.getByRole("button", { name: "Create destination and continue" }).click();
  await page.waitForURL(/step=connect/);

  await expect(page.getByText("1 of 3 proven")).toBeVisible();
  await expect(page.getByText("Braze accepts the REST API key")).toBeVisible();
  await expect(page.getByText(/filter Custom Attributes/)).toBeVisible();
  await page.getByRole("button", { name: "Test the Braze key" }).click();
  await expect(page.getByText("Braze accepts the key.")).toBeVisible();
  await page.getByLabel("Heap webhook secret").fill(webhookSecret);
  await page.getByRole("button", { name: "Save secret" }).click();
  await expect(page.getByText("No webhook secret is set, so updates arrive unsigned.")).toBeHidden();
  await expectNoAxeViolations(page);

  const address = page.getByRole("code").filter({ hasText: /^https?:\/\/.*\/api\/heap\// });
  const send = await connectHeap({ url: (await address.first().textContent()) ?? "", webhookSecret });
  await send(7001, "Loyal subscribers", 25);
  await expect(page.getByText("All 3 proven")).toBeVisible();
  await page.getByRole("button", { name: "Go live", exact: true }).click();
  await expectNotice(page, "Our own company is live.");

  await page.getByRole("link", { name: "Segments", exact: true }).last().click();
  await expect(page.getByText("Attribute heap_loyal_subscribers")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("link", { name: "Loyal subscribers" }).click();
  const inBraze = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "In Braze", exact: true }) });
  await expect(inBraze.getByRole("code")).toHaveText("heap_loyal_subscribers");
  await expect(inBraze).toContainText("add the filter Custom Attributes");
  await expect(inBraze.getByRole("button", { name: "Copy the name" })).toBeVisible();
  await expectNoAxeViolations(page);
  await expect.poll(() => haveAttribute(workspaceKey, "heap_loyal_subscribers")).toBe(25);
});
