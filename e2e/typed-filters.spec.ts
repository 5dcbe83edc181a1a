import { setTimeout } from "node:timers/promises";
import { makeCustomer, makeDestination, newSecrets } from "./make-customer";
import { expect, portalUrl, signIn, test } from "./portal";
import { connectHeap } from "./sandbox-control";

/** Longer than any field waits for the next key. */
const SLOW_MS = 1_000;

test("a link clicked right after typing is followed, whichever filter was typed into and however slow the answer is", async ({
  page,
}) => {
  const { path } = await makeCustomer("Typed");
  const postSegment = await connectHeap(await makeDestination(path, newSecrets()));
  await postSegment(1, "Trial users", 3);

  await signIn(page, "csm", "/customers");
  for (const [address, field] of [
    ["/customers", "Search customers by name"],
    ["/alerts", "Search customers by name"],
    [`${path}/segments`, "Find a segment"],
    [`${path}/events`, "Identity"],
  ] as const) {
    await page.goto(portalUrl + address);
    await page.route(/[?&]_rsc=/, async (route) => {
      await setTimeout(SLOW_MS);
      await route.continue();
    });
    await page.getByRole("searchbox", { name: field }).fill("anna");
    await page.getByRole("link", { name: "Audit log", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
    await page.unrouteAll({ behavior: "ignoreErrors" });
  }
});
