import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const LEFT_OUT = new Set(["node_modules", ".data", ".next", ".git"]);

/** A copy of this checkout, for starts that may end badly or must not touch this one's database. */
export interface Checkout {
  folder: string;
  /**
   * The packages of this checkout, by a link; what installing left half done goes.
   * @throws when a start would install others: through the link it would do so in this checkout
   */
  linkPackages(): void;
  /** The same in a folder of its own: the bundler follows no link out of it, and other users may not follow it at all. */
  copyPackages(): void;
  /** The build of this checkout; if it is not of these sources, a start makes one of its own. */
  copyBuild(): void;
  remove(): void;
}

/** Copies the sources, without packages, build and data, to where every user may read them. */
export function makeCheckout(name: string): Checkout {
  const home = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const folder = path.join(home, "checkout");
  for (const entry of readdirSync(root).filter((entry) => !LEFT_OUT.has(entry)))
    cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  chmodSync(home, 0o755);

  return {
    folder,
    linkPackages: () => symlinkSync(path.join(root, "node_modules"), emptyPlaceForPackages(folder)),
    copyPackages: () => copyPackages(emptyPlaceForPackages(folder)),
    copyBuild: () => copyBuild(path.join(folder, ".next")),
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** The environment without what the tests' own database, server and npm have set. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(npm_|E2E_|DATABASE_|PUBLIC_URL|NEXTAUTH_|ENCRYPTION_|SANDBOX_|LOG_LEVEL|STARTER_PID|INNGEST_)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ours.test(name)),
  ) as NodeJS.ProcessEnv;
}

function copyBuild(place: string): void {
  rmSync(place, { recursive: true, force: true });
  cpSync(path.join(root, ".next"), place, {
    recursive: true,
    filter: (source) => !source.startsWith(path.join(root, ".next/cache")),
  });
}

/** The files are shared if they can be. */
function copyPackages(place: string): void {
  const copy = (options: string) =>
    spawnSync("cp", [options, path.join(root, "node_modules"), place]).status === 0;
  if (copy("-al")) return;
  rmSync(place, { recursive: true, force: true });
  if (!copy("-a")) throw new Error("The packages cannot be copied.");
}

function emptyPlaceForPackages(folder: string): string {
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const note = path.join(root, "node_modules/.tributary-packages");
  if (!existsSync(note) || readFileSync(note, "utf8") !== lock)
    throw new Error(
      "The packages are not those of package-lock.json. Run the tests with npm test, which installs them.",
    );
  const place = path.join(folder, "node_modules");
  rmSync(place, { recursive: true, force: true });
  return place;
}
