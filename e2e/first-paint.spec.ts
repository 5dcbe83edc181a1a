import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { scriptsOf } from "../tools/bench/scripts-of";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import { adminApi, expect, portalUrl, signIn, test } from "./portal";
import { connectHeap } from "./sandbox-control";

const api = adminApi();

interface Things {
  customer: string;
  segment: string;
  sync: string;
  status: string;
  connect: string;
}

/** An address of each page that asks nothing of its visitor first, by the folder it is in. */
const SCREENS: Record<string, (things: Things) => string[]> = {
  "(portal)": () => ["/", "/?range=30d"],
  "(portal)/account": () => ["/account"],
  "(portal)/alerts": () => ["/alerts"],
  "(portal)/alerts/past": () => ["/alerts/past"],
  "(portal)/api-keys": () => ["/api-keys"],
  "(portal)/api-reference": () => ["/api-reference"],
  "(portal)/api-reference/[group]": () => ["/api-reference/customers"],
  "(portal)/audit": () => ["/audit"],
  "(portal)/customers": () => ["/customers"],
  "(portal)/customers/new": () => ["/customers/new"],
  "(portal)/customers/[customerId]/(overview)": ({ customer }) => [customer],
  "(portal)/customers/[customerId]/audit": ({ customer }) => [`${customer}/audit`],
  "(portal)/customers/[customerId]/events": ({ customer }) => [`${customer}/events`],
  "(portal)/customers/[customerId]/events/issues": ({ customer }) => [`${customer}/events/issues`],
  "(portal)/customers/[customerId]/events/replay": ({ customer }) => [`${customer}/events/replay`],
  "(portal)/customers/[customerId]/onboarding": ({ customer }) =>
    ["source", "destination", "connect"].map((step) => `${customer}/onboarding?step=${step}`),
  "(portal)/customers/[customerId]/segments": ({ customer }) => [`${customer}/segments`],
  "(portal)/customers/[customerId]/segments/[segmentId]": ({ segment }) => [segment],
  "(portal)/customers/[customerId]/setup": ({ customer }) => [`${customer}/setup`],
  "(portal)/customers/[customerId]/setup/data": ({ customer }) => [`${customer}/setup/data`],
  "(portal)/customers/[customerId]/syncs": ({ customer }) => [`${customer}/syncs`],
  "(portal)/customers/[customerId]/syncs/[syncId]": ({ sync }) => [sync],
  "(portal)/customers/[customerId]/syncs/dry-runs": ({ customer }) => [`${customer}/syncs/dry-runs`],
  "(portal)/team": () => ["/team"],
  "connect/[token]": ({ connect }) => [connect],
  "status/[token]": ({ status }) => [status],
};

/** Forms for people without a session, which show nothing that is read. */
const WITHOUT_READS = ["set-password/[token]", "sign-in"];

/** A customer with something on each of its screens: events, a segment that was matched and synced, links. */
async function makeThings(): Promise<Things> {
  const { path } = await makeCustomer("First paint");
  const source = await makeSource(path);
  await api.patch(`${path}/sources/${source.id}`, { version: 1, name: "Currents, renamed" });
  const secrets = newSecrets();
  const restApiKey = secrets.dataImportKey.replace("sandbox-", "sandbox-rest-");
  const destination = await makeDestination(path, { ...secrets, restApiKey });
  await api.post(`${path}/sources/${source.id}/simulate`, {});
  await (await connectHeap(destination))(1, "Painted", 25);

  const segment = await oneOf<{ lastMatch: object | null }>(
    `${path}/segments`,
    (found) => found.lastMatch !== null,
  );
  const sync = await oneOf<{ state: string }>(`${path}/syncs`, ({ state }) => state === "succeeded");
  await api.post(`${path}/segments/${segment.id}/dry-runs`, {});
  const status = await api.post<{ url: string }>(`${path}/status-links`, { validDays: 7 });
  const connect = await api.post<{ url: string }>(`${path}/destinations/${destination.id}/connect-links`, {
    validDays: 7,
  });
  return {
    customer: path,
    segment: `${path}/segments/${segment.id}`,
    sync: `${path}/syncs/${sync.id}`,
    status: new URL(status.url).pathname,
    connect: new URL(connect.url).pathname,
  };
}

/** The one item of a list, once it is as it should be. */
async function oneOf<Item>(path: string, isReady: (item: Item) => boolean): Promise<Item & { id: string }> {
  const read = async () => (await api.get<{ items: (Item & { id: string })[] }>(`${path}?limit=10`)).items[0];
  await expect.poll(async () => read().then((item) => item !== undefined && isReady(item))).toBe(true);
  return (await read()) as Item & { id: string };
}

/** In the browser: what a page has is never too old for it, and what is read each second or more rarely is not read again. */
function readNothingAgain(): void {
  const earlierMs = Date.now() - 600_000;
  Date.now = () => earlierMs;
  const { setTimeout: wait, setInterval: repeat } = window;
  const isShort = (ms?: number) => ms === undefined || ms < 1_000;
  Object.assign(window, {
    setTimeout: (...[run, ms]: Parameters<typeof wait>) => (isShort(ms) ? wait(run, ms) : 0),
    setInterval: (...[run, ms]: Parameters<typeof repeat>) => (isShort(ms) ? repeat(run, ms) : 0),
  });
}

/** What a page asks the API for once it is taken over. */
async function readsOf(page: Page, path: string): Promise<string[]> {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === "GET" && pathname.startsWith("/api/")) asked.push(pathname);
  });
  await page.goto(portalUrl + path);
  // A query looks twenty times a second whether the rest of the page is taken over.
  await page.waitForTimeout(300);
  // What was asked before is known once this is answered.
  await page.evaluate(() => fetch("/api/health"));
  page.removeAllListeners("request");
  return asked.filter((pathname) => pathname !== "/api/health");
}

test("every page is among those whose first paint is looked at", () => {
  const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/page.tsx"))
    .map((file) => join(file, ".."));
  expect([...Object.keys(SCREENS), ...WITHOUT_READS].sort()).toEqual(pages.sort());
});

test("a page has all that it shows: nothing comes later and moves a button away from under a press", async ({
  page,
}) => {
  const things = await makeThings();
  await signIn(page, "csm");
  await page.addInitScript(readNothingAgain);
  const reads: Record<string, string[]> = {};
  for (const path of Object.values(SCREENS).flatMap((addresses) => addresses(things))) {
    const asked = await readsOf(page, path);
    if (asked.length > 0) reads[path] = asked;
  }
  expect(reads).toEqual({});
});

test("no page of a customer without trouble loads more than 200 kB of JavaScript at first, compressed", async ({
  page,
}) => {
  const things = await makeThings();
  await signIn(page, "csm");
  const sizes = new Map<string, number>();
  const sizeOf = async (script: string) => {
    const known =
      sizes.get(script) ?? gzipSync(await (await page.request.get(portalUrl + script)).body()).length;
    sizes.set(script, known);
    return known;
  };
  const large: Record<string, number> = {};
  for (const path of Object.values(SCREENS).flatMap((addresses) => addresses(things))) {
    const html = await (await page.request.get(portalUrl + path)).text();
    const scripts = scriptsOf(html);
    expect(scripts.length).toBeGreaterThan(0);
    let bytes = 0;
    for (const script of scripts) bytes += await sizeOf(script);
    if (bytes > 200_000) large[path] = bytes;
  }
  expect(large).toEqual({});
});

test("a manipulated address is answered on the screen, with the rest of the page around it", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/400/);
  const things = await makeThings();
  await signIn(page, "csm");
  for (const path of ["/", things.customer, things.segment, things.status]) {
    const tooLong = "?range=custom&from=1900-01-01&to=2100-01-01";
    const opened = await page.goto(portalUrl + path + tooLong);
    expect(opened?.status()).toBe(200);
    await expect(page.getByRole("region", { name: "History" }).getByRole("alert")).toBeVisible();
  }
});
