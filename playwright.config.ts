import { defineConfig } from "@playwright/test";

// The browser is found, or installed, by scripts/browser.ts; scripts/test.ts hands it over.
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  // Every test has customers of its own, so two run side by side against the one server.
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  reporter: "list",
  outputDir: ".data/e2e-results",
  use: {
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
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
