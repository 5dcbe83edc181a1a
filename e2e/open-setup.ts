import type { Locator, Page } from "@playwright/test";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import { changeAsScript, expect, signIn } from "./portal";

/** A live customer with the source "Currents" and the destination "Cohorts", both in the sandbox. */
export async function makeLiveCustomer(label: string) {
  const customer = await makeCustomer(label);
  await changeAsScript(customer.path, { state: "live" });
  return {
    ...customer,
    source: await makeSource(customer.path),
    destination: await makeDestination(customer.path, newSecrets()),
  };
}

/** Signs in and opens the setup of the customer at this path, and waits until it shows the endpoints. */
export async function openSetup(page: Page, role: "csm" | "viewer", path: string): Promise<void> {
  await signIn(page, role, `${path}/setup`);
  await expectEndpoints(page);
}

/** Waits until the page shows the endpoints of the one source and the one destination. */
export async function expectEndpoints(page: Page): Promise<void> {
  await expect(page.getByText("Current", { exact: true })).toHaveCount(2);
}

/** The part of the page that has this heading, such as a source by its name. */
export function section(page: Page, heading: string): Locator {
  return page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: heading }) });
}

/** Pauses a source or destination by its button, and answers the question. */
export async function pauseFlow(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Pause ${name}` }).click();
  const question = page.getByRole("alertdialog", { name: `Pause “${name}”?` });
  await question.getByRole("button", { name: "Pause", exact: true }).click();
}

/** Unfolds the rest of the source form, if it has not opened by itself. */
export async function openMoreSettings(form: Page | Locator): Promise<void> {
  const rest = form.getByRole("group").filter({ hasText: "Most sources leave them as they are" }).first();
  const isOpen = await rest.evaluate((group) => group instanceof HTMLDetailsElement && group.open);
  if (!isOpen) await form.getByText("More settings").click();
}
