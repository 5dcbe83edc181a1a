import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { readCsv } from "../tools/testing/read-csv";
import { makeCustomer, makeSource } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, forgetVisitor, portalUrl, signIn, test } from "./portal";
import { postBatch } from "./post-batch";

const EVENTS = 12;

/** A customer with events of two users, which are forwarded, and one that a spreadsheet would take for a formula. */
async function makeForwarded(identity: string) {
  const { path } = await makeCustomer("Data");
  const source = await makeSource(path);
  const names = [
    identity,
    identity.toUpperCase(),
    "=1+1",
    ...Array.from({ length: EVENTS - 3 }, () => "ben"),
  ];
  const users = names.map((name) => ({ external_user_id: name, user_id: "braze-1" }));
  expect(await postBatch(source.url, users)).toBe(200);
  const books = async () => (await adminApi().get<{ books: Record<string, number> }>(path)).books;
  await expect.poll(books).toMatchObject({ forwarded: EVENTS, pending: 0 });
  return { path, books };
}

async function download(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name }).click();
  const file = await downloading;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("one user is counted, erased after the identity was typed, and gone; the books still balance", async ({
  page,
}) => {
  const identity = `anna-${randomUUID().slice(0, 8)}@example.com`;
  const { path, books } = await makeForwarded(identity);
  await signIn(page, "admin", `${path}/setup`);
  await page.getByRole("link", { name: "Data and erasure" }).click();
  await expect(page.getByRole("heading", { name: "Data and erasure", exact: true })).toBeVisible();
  await expect(page.getByText("None yet.")).toBeVisible();
  await expectNoAxeViolations(page);

  await page.getByLabel("The user’s ID in Heap or Braze").fill(identity);
  await page.getByRole("button", { name: "Find data" }).click();
  await expect(page.getByRole("row", { name: "Events 1 1" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Other spellings" })).toHaveText(identity.toUpperCase());
  await page.getByLabel(/Erase the other spellings too/).check();
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Erase this user…" }).click();
  const question = page.getByRole("alertdialog", { name: "Erase this user?" });
  await expect(question.getByRole("button", { name: "Erase for good" })).toBeDisabled();
  await question.getByLabel(`Type “${identity}” to confirm`).fill(identity);
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Erase for good" }).click();

  await expect(page.getByText("2 events, 0 segment changes")).toBeVisible();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  expect(await books()).toMatchObject({ accepted: EVENTS, forwarded: EVENTS, pending: 0 });
  await expectNoAxeViolations(page);

  await page.goto(new URL(`${path}/events`, page.url()).href);
  await expect(page.getByText("Its user was erased").filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText(identity)).toHaveCount(0);
  await page.goto(new URL(`${path}/audit`, page.url()).href);
  await expect(page.getByText(/Erased one user from the customer/)).toBeVisible();
  await expect(page.getByText(identity)).toHaveCount(0);
});

test("the events on the screen are the events in the file, and everything is one file that counts itself", async ({
  page,
}) => {
  const identity = `carla-${randomUUID().slice(0, 8)}`;
  const { path } = await makeForwarded(identity);
  await signIn(page, "admin", `${path}/events?outcome=forwarded`);
  const events = await download(page, "Download CSV");
  expect(events.name).toMatch(/^tributary-events-\d{4}-\d\d-\d\d\.csv$/);
  const rows = readCsv(events.bytes.toString("utf8"));
  expect(rows).toHaveLength(EVENTS);
  expect(rows.map((row) => row.identity)).toContain("'=1+1");
  expect(rows.every((row) => row.outcome === "forwarded")).toBe(true);

  await page.goto(new URL(`${path}/events?identity=${identity}`, page.url()).href);
  expect(readCsv((await download(page, "Download CSV")).bytes.toString("utf8"))).toHaveLength(1);

  await page.goto(new URL(`${path}/setup/data`, page.url()).href);
  const all = await download(page, "Download everything");
  expect(all.name).toMatch(/^tributary-customer-.*\.ndjson\.gz$/);
  const lines = gunzipSync(all.bytes)
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.filter((line) => line.type === "event")).toHaveLength(EVENTS);
  expect(lines.at(-1)).toMatchObject({
    type: "end",
    data: { counts: { customer: 1, source: 1, event: EVENTS } },
  });
});

test("a CSM reads the erasures and is told who may erase; a viewer gets no files", async ({ page }) => {
  const { path } = await makeForwarded(`dora-${randomUUID().slice(0, 8)}`);
  await signIn(page, "csm", `${path}/setup/data`);
  await expect(page.getByText("An admin on your team can download everything")).toBeVisible();
  await expect(page.getByRole("button", { name: "Find data" })).toHaveCount(0);
  await forgetVisitor(page);
  await signIn(page, "viewer", `${path}/events`);
  await expect(page.getByRole("heading", { name: "Events" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Download CSV" })).toHaveCount(0);
});

test("who asks for a file's headers alone, or goes away before it comes, takes no place from the next", async () => {
  const { path } = await makeCustomer("Data");
  const file = new URL(`${portalUrl}/api/v1${path}/audit.csv`);
  const headers = { authorization: `Bearer ${process.env.E2E_API_KEY}` };
  const statuses = new Set<number>();
  const status = async (method = "GET") => {
    const res = await fetch(file, { method, headers });
    await res.arrayBuffer();
    statuses.add(res.status);
    return res.status;
  };
  for (let n = 0; n < 3; n++) expect(await status("HEAD")).toBe(200);
  expect(await status()).toBe(200);

  for (let delayMs = 0; delayMs < 30; delayMs++) {
    const socket = connect(Number(file.port), file.hostname).on("error", () => {});
    socket.write(
      `GET ${file.pathname} HTTP/1.1\r\nHost: ${file.host}\r\nAuthorization: ${headers.authorization}\r\n\r\n`,
    );
    setTimeout(() => socket.destroy(), delayMs);
    await once(socket, "close");
  }
  await expect.poll(() => Promise.all([status(), status()])).toEqual([200, 200]);
  // Until then there may have been no place, which is a right answer.
  expect([...statuses].filter((one) => one !== 200 && one !== 503)).toEqual([]);
});
