import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, chmodSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "../scripts/free-port";
import { type Checkout, makeCheckout, ownEnvironment } from "./own-checkout";
import { makeDatabase } from "./own-database";

test.skip(process.platform === "win32", "Other users and modes are those of Unix.");
test.describe.configure({ mode: "serial" });

const isRoot = process.getuid?.() === 0;
/** Root may write anywhere, so the start gets the user that owns nothing. */
const NOBODY = 65_534;

let checkout: Checkout;
test.beforeAll(() => {
  checkout = makeCheckout("read-only");
  if (isRoot) checkout.copyPackages();
  else checkout.linkPackages();
});
test.afterAll(() => {
  changeModes(0o755);
  checkout.remove();
});

/** Starts as a service manager does, by a user who may write nothing here. */
async function start() {
  const { runtimeUrl } = await makeDatabase();
  const port = await freePort();
  const child = spawn(process.execPath, ["scripts/run.mjs", "start"], {
    cwd: checkout.folder,
    env: {
      ...ownEnvironment(),
      NODE_ENV: "production",
      DATABASE_URL: runtimeUrl,
      PUBLIC_URL: "https://tributary.example.com",
      NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
      PORT: String(port),
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, ended, url: `http://127.0.0.1:${port}`, printed: () => output.join("") };
}

/** Of the folder and what is in it at the top, which is where a start would write. */
function changeModes(mode: number): void {
  if (isRoot) return;
  for (const entry of readdirSync(checkout.folder, { withFileTypes: true }))
    if (entry.isDirectory()) chmodSync(path.join(checkout.folder, entry.name), mode);
  chmodSync(checkout.folder, mode);
}

test("with NODE_ENV=production and no build, a start says what to run, builds nothing and ends with 1", async () => {
  const { ended, printed } = await start();
  expect(await ended).toBe(1);
  expect(printed()).toContain("There is no production build");
  expect(printed()).toContain("npm run build");
  expect(printed()).not.toContain("Building for production");
});

test("an installation that may not be written and differs by a byte starts, warns, installs and builds nothing, and stops in order", async () => {
  checkout.copyBuild();
  appendFileSync(path.join(checkout.folder, "package-lock.json"), "\n");
  changeModes(0o555);

  const { child, ended, url, printed } = await start();
  const isRunning = () => printed().includes("Tributary runs at") || child.exitCode !== null;
  await expect.poll(isRunning, printed()).toBe(true);
  expect(child.exitCode, printed()).toBeNull();
  await expect.poll(async () => (await fetch(`${url}/api/health`)).status).toBe(200);
  expect((await fetch(`${url}/sign-in`)).status).toBe(200);
  for (const what of ["folder node_modules", "database client"])
    expect(printed()).toContain(`The ${what} is not from this version`);
  expect(printed()).toContain("The production build was not made from these sources");
  expect(printed()).not.toMatch(/Installing packages|Building for production|EROFS|EACCES/);

  child.kill("SIGTERM");
  expect(await ended, printed()).toBe(0);
});
