import type { Locator, Page } from "@playwright/test";
import { expect } from "./portal";

/** Presses Tab until the control has the focus, as someone without a mouse would. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${control}`);
}

/** Goes to a field by Tab and types this instead of what is in it. */
export async function typeInto(page: Page, control: Locator, text: string): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
  await expect(control).toHaveValue(text);
}

/** Goes to a control by Tab and presses a key on it. */
export async function pressOn(page: Page, control: Locator, key: "Enter" | "Space"): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/**
 * Goes to a list by Tab and types the beginning of an option, as a list takes it; again when the browser took a pause
 * for the end of it.
 */
export async function chooseIn(page: Page, list: Locator, option: string, value: string): Promise<void> {
  await tabTo(page, list);
  await expect(async () => {
    await page.keyboard.type(option);
    await expect(list).toHaveValue(value, { timeout: 2_000 });
  }).toPass();
}
