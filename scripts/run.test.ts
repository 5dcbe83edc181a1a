import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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
    "There is no folder node_modules. With NODE_ENV=production nothing is installed at a start: run npm run build.\n",
  );
  expect(left).toEqual(["package-lock.json", "package.json", "scripts"]);
});
