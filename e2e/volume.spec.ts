import pg from "pg";
import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, signIn, test } from "./portal";
import { newUsers, postBatch } from "./post-batch";

const SEND = "users.messages.email.Send";

/** Lets a day pass for what a source has sent. */
async function letADayPass(sourceId: string): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.E2E_OWNER_URL });
  await owner.connect();
  await owner.query("UPDATE batch SET received_at = received_at - interval '24 h' WHERE source_id = $1", [
    sourceId,
  ]);
  await owner.end();
}

test("the overview says what a source adds to Heap a day, by type and as a share, and what leaving out a type would save", async ({
  page,
}) => {
  const { path } = await makeCustomer("Volume");
  const source = await makeSource(path, { eventTypes: null });
  expect(await postBatch(source.url, newUsers(60), {}, SEND)).toBe(200);
  expect(await postBatch(source.url, newUsers(20))).toBe(200);
  await expect
    .poll(async () => (await adminApi().get<{ items: unknown[] }>(`${path}/events?limit=100`)).items.length)
    .toBe(80);
  await letADayPass(source.id);

  await signIn(page, "csm", path);
  const volume = page.getByRole("region", { name: "Volume" });
  await expect(volume).toContainText("Adds about 80 events a day to Heap, out of 80 that Braze sends.");
  await expect(volume).toContainText("it would be 20 a day: 75% less. That leaves out Email Send.");
  await expect(volume.getByRole("link", { name: "Choose event types" })).toBeVisible();

  await volume.getByText("What this means for Heap").click();
  await expect(volume).toContainText("about 20 sessions a day");
  await expect(volume.getByRole("row", { name: /Email Send/ })).toContainText("75%");
  const today = volume.getByLabel("Events a day in Heap today");
  await today.fill("about 1000");
  await expect(volume.getByRole("alert")).toContainText("Enter a whole number");
  await today.fill("1,000");
  await expect(volume).toContainText("Braze’s events add 8% to that.");
  await expectNoAxeViolations(page);
});
