import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { expect, test } from "vitest";

// The tests run no systemd; they check that the units say what the image does, and that systemd can read them.
const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

const UNITS = ["tributary.service", "tributary-migrate.service"];
const [unit = "", migrating = ""] = UNITS.map((name) => read(`deploy/${name}`));

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd)
  console.error("SKIPPED: systemd does not check its units, because it is not installed on this machine.");

const wordsOf = (keyword: string) =>
  DockerfileParser.parse(read("Dockerfile"))
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === keyword)
    .flatMap((instruction) => instruction.getArguments().map((argument) => argument.getValue()));

/** Words of a quoted value are compared one by one. */
const unquoted = (words: string) => words.replaceAll('"', "");

test("the systemd units start what the image does, with its bounds, and end all of it", () => {
  const [, started = ""] = /^ExecStart=\/usr\/bin\/node (.+)$/m.exec(unit) ?? [];
  expect(JSON.parse(wordsOf("CMD").join(" "))).toEqual(["node", ...started.split(" ")]);
  const given = [...unit.matchAll(/^Environment=(.+)$/gm)].flatMap(([, words = ""]) =>
    unquoted(words).split(" "),
  );
  expect(
    unquoted(wordsOf("ENV").join(" "))
      .split(" ")
      .filter((word) => !given.includes(word)),
  ).toEqual(["HOST=0.0.0.0"]);
  expect(unit).toMatch(/^KillMode=mixed$/m);
});

test("under systemd each start migrates first, and only that knows the database's owner", () => {
  // Not required: a database that is away at a boot would keep the server down until somebody comes.
  expect(unit).toMatch(/^Wants=.*\btributary-migrate\.service$/m);
  expect(unit).toMatch(/^After=.*\btributary-migrate\.service$/m);
  expect(unit).not.toMatch(/^Requires=/m);
  expect(migrating).toMatch(/^Restart=on-failure$/m);
  expect(migrating).not.toMatch(/^RemainAfterExit=/m); // otherwise it would run once only
  expect(migrating).toMatch(/^ExecStart=\/usr\/bin\/node scripts\/admin\.mjs migrate$/m);
  expect(migrating).toContain("/etc/tributary/owner");
  expect(unit).not.toContain("/etc/tributary/owner");
});

test.skipIf(!hasSystemd)("systemd finds nothing wrong with the units", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "units-"));
  const files = UNITS.map((name) => path.join(folder, name));
  // It looks whether the program is there; here Node may be elsewhere.
  for (const file of files) {
    const text = read(`deploy/${path.basename(file)}`);
    writeFileSync(file, text.replaceAll("/usr/bin/node", process.execPath));
  }
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...files], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  // It reads what they need too, and may say something about that.
  const said = stderr.split("\n").filter((line) => line.includes("tributary"));
  expect({ status, said }).toEqual({ status: 0, said: [] });
});
