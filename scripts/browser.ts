import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { runProgram } from "./run-program";

/** The headless shell first: it has no windows to draw, and leaves the tests more of the machine. */
const INSTALLED = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A Chromium for the browser tests: Playwright's own if it is there, or one installed on the machine, or one
 * installed now: by Playwright's download or, on networks that forbid it, by the system's package manager as root.
 * @returns path of the program
 * @throws Error saying what to install when none of that works
 */
export async function findBrowser(say: (line: string) => void): Promise<string> {
  const present = findPresent();
  if (present) return present;

  say("Installing a browser for the tests ...");
  const downloaded = await runProgram("@playwright/test/cli.js", ["install", "chromium"]).catch(() => 1);
  if (downloaded === 0 && runs(chromium.executablePath())) return chromium.executablePath();

  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    const install = ["install", "-y", "-qq", "--no-install-recommends"];
    const { status } = spawnSync("apt-get", [...install, "chromium-headless-shell"], { stdio: "inherit" });
    // Ubuntu has no package of the shell.
    if (status !== 0) spawnSync("apt-get", [...install, "chromium"], { stdio: "inherit" });
  }

  const installed = findPresent();
  if (installed) return installed;
  throw new Error(
    "The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set BROWSER_PATH to one.",
  );
}

function findPresent(): string | undefined {
  const candidates = [process.env.BROWSER_PATH ?? "", chromium.executablePath(), ...INSTALLED];
  return candidates.find((file) => file && runs(file));
}

/** Playwright's download may lack the system libraries it needs, so its presence is not enough. */
function runs(file: string): boolean {
  return existsSync(file) && spawnSync(file, ["--version"], { timeout: 20_000 }).status === 0;
}
