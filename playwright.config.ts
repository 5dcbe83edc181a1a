import { defineConfig } from "@playwright/test";

// scripts/browser.ts finds or installs the browser; scripts/test.ts passes it on.
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  // Every test has its own customers, so they run side by side against one server, those of one file too. Many only wait
  // for a clock, so more of them run than there are cores.
  fullyParallel: true,
  workers: 5,
  // Tests wait for facts; these bounds are for what never comes, and far from what a busy machine needs.
  timeout: 900_000,
  expect: { timeout: 300_000 },
  // A test that passes only when tried again has failed.
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  outputDir: ".data/e2e-results",
  use: {
    screenshot: "only-on-failure",
    // The film of a trace would take a third of two cores; its snapshots of the page show the same.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: true },
    launchOptions: {
      executablePath: process.env.BROWSER_PATH,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
      ],
    },
  },
});
