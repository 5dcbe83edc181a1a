import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { newHeapAppId } from "./make-customer";
import { expect } from "./portal";
import { orderSandbox } from "./sandbox-control";

/** What a CSM types in: different for each customer, so that no test meets another's Heap app or Braze workspace. */
export function newCustomer(label: string) {
  const heapAppId = newHeapAppId();
  return {
    name: `${label} ${heapAppId}`,
    heapAppId,
    dataImportKey: `sandbox-${heapAppId}`,
    webhookSecret: randomUUID(),
  };
}

/** What the sandbox's Braze and Heap do once they have the two addresses. */
export async function sendFromBrazeAndHeap(
  name: string,
  braze: { url: string; bearerToken: string },
  heap: { url: string; secret: string },
): Promise<void> {
  const probe = await fetch(braze.url, {
    method: "POST",
    headers: { authorization: `Bearer ${braze.bearerToken}` },
  });
  expect(probe.status).toBe(200);

  await orderSandbox(`/senders/currents/braze-${name}`, braze);
  await orderSandbox(`/senders/braze-${name}/send`, { count: 40 });
  await orderSandbox(`/senders/segments/heap-${name}`, { ...heap, freshSignatures: true });
  await orderSandbox(`/senders/heap-${name}/send`, {
    segmentId: 7001,
    segmentName: "Loyal subscribers",
    add: 25,
  });
}

/** The two addresses and the bearer token as the connect step shows them after their creation. */
export async function shownAddresses(page: Page) {
  const address = async (path: string) => {
    const shown = page.getByRole("code").filter({ hasText: new RegExp(`^https?://.*/api/${path}/`) });
    return (await shown.first().textContent()) ?? "";
  };
  const token = page.getByRole("code").filter({ hasText: /^[A-Za-z0-9_-]{30,}$/ });
  const bearerToken = (await token.textContent()) ?? "";
  return { brazeUrl: await address("currents"), heapUrl: await address("heap"), bearerToken };
}

/** The connect step says that every check is proven. */
export async function expectAllGreen(page: Page): Promise<void> {
  await expect(page.getByText("All 7 proven")).toBeVisible();
}
