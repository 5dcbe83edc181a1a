import { createHmac } from "node:crypto";
import { makeLiveCustomer, openSetup, section } from "./open-setup";
import { expect, expectNoAxeViolations, test } from "./portal";

/** Posts a page of a segment as Heap does, signed. */
async function post(destination: { url: string; webhookSecret: string }, body: string): Promise<number> {
  const ts = Date.now();
  const hmac = createHmac("sha256", destination.webhookSecret).update(`${ts}${body}`).digest("base64");
  const headers = { "content-type": "application/json", "heap-hash": `ts:${ts},hmac:${hmac}` };
  return (await fetch(destination.url, { method: "POST", headers, body })).status;
}

test("users without an id, and requests that changed nothing, are shown where one looks for them", async ({
  page,
}) => {
  const { path, destination } = await makeLiveCustomer("Nameless");
  const add = [...Array.from({ length: 12 }, () => ({ id: "" })), { id: "ada" }, { id: " bob" }];
  const segment = { id: 1, name: "Nobodies" };
  expect(
    await post(destination, JSON.stringify({ action_type: "segment.users.sync", data: { segment, add } })),
  ).toBe(200);
  expect(await post(destination, JSON.stringify({ action_type: "segment.renamed", data: { segment } }))).toBe(
    200,
  );

  await openSetup(page, "csm", path);
  const sent = section(page, "Cohorts").getByRole("list", { name: "Last requests from Heap" });
  await expect(sent.getByRole("listitem")).toHaveCount(2);
  await expect(sent).toContainText("The action “segment.renamed” is not known.");
  await expect(sent).toContainText('12 entries without a usable user key. They look like {"id":""}.');
  await expectNoAxeViolations(page);

  await sent.getByRole("link", { name: "Nobodies" }).click();
  const reason = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: "Sent by Heap without a usable ID: 12 of 14" }) });
  await expect(reason).toContainText('They look like {"id":""} (12).');
  await expect(reason).toContainText("Surrounding spaces removed: 1.");
  await expectNoAxeViolations(page);
});
