import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

test("with NODE_ENV=production a start without packages installs none, says what to run and ends with 1", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "run-"));
  for (const name of ["package.json", "package-lock.json", "scripts/run.mjs"])
    cpSync(path.join(root, name), path.join(folder, name));
  const { status, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", "start"], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, NODE_ENV: "production" },
  });
  const left = readdirSync(folder).sort();
  rmSync(folder, { recursive: true });

  expect(status).toBe(1);
  expect(stderr).toBe(
    "There is no folder node_modules. With NODE_ENV=production nothing is installed at startup: run npm run build.\n",
  );
  expect(left).toEqual(["package-lock.json", "package.json", "scripts"]);
});

test.each([
  ["somebody has installed the packages of the lock file: they are not installed again", "sha512-a", false],
  ["the packages are others than those of the lock file: they are installed", "sha512-b", true],
])("%s", (_name, present, areInstalled) => {
  const folder = mkdtempSync(path.join(tmpdir(), "run-"));
  for (const name of [
    "package.json",
    "scripts/run.mjs",
    "scripts/end-with-starter.mjs",
    "prisma/schema.prisma",
  ])
    cpSync(path.join(root, name), path.join(folder, name));
  mkdirSync(path.join(folder, "node_modules/tsx"), { recursive: true });
  const list = (file: string, packages: object) =>
    writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  list("package-lock.json", {
    "": { name: "tributary" },
    "node_modules/tsx": { integrity: "sha512-a" },
    "node_modules/for-another-system": { integrity: "sha512-c", optional: true },
  });
  list("node_modules/.package-lock.json", { "node_modules/tsx": { integrity: present } });
  // Without npm and without Prisma, the first thing that is missing ends it.
  const { stderr } = spawnSync(process.execPath, ["scripts/run.mjs", "start"], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: "", NODE_ENV: "development" },
  });
  rmSync(folder, { recursive: true });

  expect(stderr).toContain(areInstalled ? "npm ci failed" : "prisma generate failed");
});
