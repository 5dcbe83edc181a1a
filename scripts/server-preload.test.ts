import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleProgram } from "./bundle-program";

let preload: string;
beforeAll(async () => {
  preload = await bundleProgram("scripts/server-preload.ts", `.data/programs/tried-${randomUUID()}.mjs`);
});
afterAll(() => rmSync(preload));

/** What a program that starts with it finds, as the server of the image and of a release does. */
function start(variables: Record<string, string>) {
  const program = 'process.stdout.write("listens on " + process.env.HOSTNAME + " " + process.env.PORT)';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", pathToFileURL(preload).href, "--eval", program],
    { encoding: "utf8", env: { PATH: process.env.PATH, NODE_ENV: "production", ...variables } },
  );
  return { status, said: [stdout, stderr].join("") };
}

test("a server listens on this machine alone unless HOST says otherwise; HOSTNAME, which systems set, has no effect", () => {
  expect(start({ HOSTNAME: "a-machine", PORT: "3000" }).said).toContain("listens on 127.0.0.1 3000");
  expect(start({ HOSTNAME: "a-machine", HOST: "0.0.0.0", PORT: "3000" }).said).toContain(
    "listens on 0.0.0.0 3000",
  );
});

test.each(["abc", "70000", "0", "3000x"])("PORT=%s stops the start with its name", (port) => {
  const { status, said } = start({ PORT: port });
  expect([status, said]).toEqual([1, expect.stringContaining("PORT must be a whole number from 1 to 65535")]);
});

test("a file of a secret that is not there stops the start with its name", () => {
  const { status, said } = start({ NEXTAUTH_SECRET_FILE: `${preload}-none` });
  expect([status, said]).toEqual([1, expect.stringContaining("NEXTAUTH_SECRET_FILE")]);
});
