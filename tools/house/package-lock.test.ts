import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

interface LockedPackage {
  optionalDependencies?: Record<string, string>;
}

test("the lock file names the packages of every platform, so that a clean installation works on each", () => {
  const file = path.resolve(import.meta.dirname, "../../package-lock.json");
  const { packages } = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, LockedPackage> };

  // A mirror that lacks other platforms' packages makes npm leave them out silently, and `npm ci` refuses such a
  // file.
  const isLocked = (name: string) =>
    Object.keys(packages).some((place) => place.endsWith(`node_modules/${name}`));
  const missing = Object.values(packages).flatMap((locked) =>
    Object.keys(locked.optionalDependencies ?? {}).filter((name) => !isLocked(name)),
  );
  expect(missing).toEqual([]);
});
