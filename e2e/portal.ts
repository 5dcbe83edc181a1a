import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BrowserContext, test as base, expect, type Page, type Request } from "@playwright/test";
import { type Api, createApi } from "../tools/demo/api";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where the production server of this run listens. */
export const portalUrl = process.env.E2E_URL ?? "";

/** Everybody's password in the browser tests. */
export const PASSWORD = "correct-horse-battery";

/**
 * What the console may contain in a test without failing it, such as the browser's own line about a refused request.
 */
type Expected = (message: RegExp) => void;

/** What Chrome says of a page that took longer than a few seconds to begin, as on any busy machine. */
const SAID_WHEN_SLOW = /was preloaded using link preload but not used within a few seconds/;

/**
 * Playwright's test with a guard: any error or warning in the console, and any uncaught error, fails it. A test that
 * provokes a refusal says so with `expectInConsole(/401/)`.
 */
export const test = base.extend<{ expectInConsole: Expected; guard: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from the pattern
  expectInConsole: async ({}, use) => {
    const expected = [SAID_WHEN_SLOW];
    await use(Object.assign((message: RegExp) => expected.push(message), { expected }));
  },
  guard: [
    async ({ browser, context, expectInConsole }, use, testInfo) => {
      const problems: string[] = [];
      const pages: WatchedPage[] = [];
      const watch = (page: Page) => {
        pages.push(watchRequests(page));
        waitForHydration(page);
        page.on("console", (message) => {
          if (["error", "warning"].includes(message.type())) problems.push(message.text());
        });
        page.on("pageerror", (err) => problems.push(err.message));
      };
      await context.addInitScript(keepNotices);
      context.pages().forEach(watch);
      context.on("page", watch);
      // Other people's browsers are watched as well.
      const newContext = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const other = await newContext(options);
        await other.addInitScript(keepNotices);
        other.on("page", watch);
        return other;
      };

      await use(undefined);
      if (testInfo.status !== testInfo.expectedStatus) tellWhere(pages, testInfo.title);
      browser.newContext = newContext;
      const { expected } = expectInConsole as Expected & { expected: RegExp[] };
      expect(problems.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/**
 * Whatever leads to another page also waits until React has taken it over. What people do before that is kept and done
 * again (app/early-input.ts), which a test of its own proves; it loads its pages with `waitUntil: "commit"`.
 */
function waitForHydration(page: Page): void {
  const hydrated = async () => {
    await page.waitForLoadState("load");
    await expect(page.locator("[data-hydrating]")).toHaveCount(0);
  };
  const { goto, reload, goBack, waitForURL } = page;
  page.goto = async (url, options) => {
    const answer = await goto.call(page, url, options);
    if (options?.waitUntil !== "commit") await hydrated();
    return answer;
  };
  page.reload = async (options) => {
    const answer = await reload.call(page, options);
    await hydrated();
    return answer;
  };
  page.goBack = async (options) => {
    const answer = await goBack.call(page, options);
    await hydrated();
    return answer;
  };
  page.waitForURL = async (url, options) => {
    await waitForURL.call(page, url, options);
    if (options?.waitUntil !== "commit") await hydrated();
  };
}

interface WatchedPage {
  page: Page;
  unanswered: Set<Request>;
}

/** Keeps what a page has asked for and not got yet. */
function watchRequests(page: Page): WatchedPage {
  const unanswered = new Set<Request>();
  page.on("request", (request) => unanswered.add(request));
  page.on("requestfinished", (request) => unanswered.delete(request));
  page.on("requestfailed", (request) => unanswered.delete(request));
  return { page, unanswered };
}

/** Prints what only an open browser knows: where a failed test's pages are, and what they wait for. */
function tellWhere(pages: readonly WatchedPage[], title: string): void {
  for (const { page, unanswered } of pages) {
    const waitsFor = [...unanswered].map((request) => `${request.method()} ${request.url()}`);
    console.error(`"${title}" was at ${page.url()}, waiting for ${waitsFor.join(", ") || "no answer"}`);
  }
}

/** In the browser: keeps what every notice said, because a notice goes away by itself after a few seconds. */
function keepNotices(): void {
  const notice = "[data-sonner-toast]";
  const said: string[] = [];
  Object.assign(window, { said });
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        // The first notice comes together with the list it is in.
        const notices = [node, ...node.querySelectorAll(notice)].filter((one) => one.matches(notice));
        for (const { textContent } of notices) said.push(textContent ?? "");
      }
    }
  }).observe(document, { childList: true, subtree: true });
}

/** Waits until a notice at the edge of the screen has said this, even if it is gone by now. */
export async function expectNotice(page: Page, text: string): Promise<void> {
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await expect.poll(said).toContainEqual(expect.stringContaining(text));
}

/** The JSON API as an admin's script would use it. */
export function adminApi(): Api {
  return createApi(portalUrl, process.env.E2E_API_KEY ?? "");
}

/** Changes what is at this path of the API, in the version it has now, as someone else's script would. */
export async function changeAsScript(path: string, change: object): Promise<void> {
  const { version } = await adminApi().get<{ version: number }>(path);
  const res = await fetch(`${portalUrl}/api/v1${path}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${process.env.E2E_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ version, ...change }),
  });
  expect(res.status).toBe(200);
}

type Role = "admin" | "csm" | "viewer";

/** The cookies of each role's first sign-in. */
const sessions = new Map<Role, Awaited<ReturnType<BrowserContext["cookies"]>>>();

/**
 * Signs in and goes to `path`: a role's first time through the form, later with the cookies of that sign-in, which saves
 * each test two pages and a password check.
 */
export async function signIn(page: Page, role: Role = "admin", path = "/"): Promise<void> {
  const session = sessions.get(role);
  if (session) await page.context().addCookies(session);
  else {
    await page.goto(`${portalUrl}/sign-in`);
    await page.getByLabel("Email").fill(`${role}@example.com`);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    sessions.set(role, await page.context().cookies());
  }
  if (session || path !== "/") await page.goto(portalUrl + path);
}

/** Makes the browser one that nobody has signed in with. First nothing may be asking any more: it would be refused. */
export async function forgetVisitor(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe looks for in each colour scheme. Only colours differ in dark, so only their rules run again. */
const AXE_OPTIONS = {
  light: { resultTypes: ["violations"] },
  dark: { resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"] },
};

/** Fails, with a description, when axe finds anything on the page as it is now, in light and in dark. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
    const { violations } = await page.evaluate(
      (options) =>
        (window as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run(options),
      AXE_OPTIONS[colorScheme],
    );
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
    }));
    expect(found, `axe, ${colorScheme}, ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
