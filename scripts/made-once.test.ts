import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { madeOnce } from "./made-once";

const folder = mkdtempSync(path.join(tmpdir(), "made-once-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("however many make a secret at once, all of them get the one that is kept", async () => {
  const file = path.join(folder, "secret");
  const make = () => randomBytes(24).toString("hex");
  const secrets = await Promise.all(Array.from({ length: 50 }, () => madeOnce(file, make)));
  expect(new Set(secrets).size).toBe(1);
  expect(await madeOnce(file, make)).toBe(secrets[0]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["secret"]);
});

test("what a full disk left empty is named", async () => {
  const file = path.join(folder, "secret");
  writeFileSync(file, "");
  await expect(madeOnce(file, () => "other")).rejects.toThrow(`The file ${file} is empty`);
});
