import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PostgresBinaries } from "./postgres-binaries";

/**
 * Runs a program of PostgreSQL to its end. Its output goes to a file: the server inherits it, and a pipe would keep
 * this process waiting until the server ends.
 * @throws Error with the end of its output when it fails
 */
export async function runPostgres(
  program: string,
  args: string[],
  { runAs }: Pick<PostgresBinaries, "runAs">,
): Promise<void> {
  const log = path.join(tmpdir(), `tributary-${randomBytes(6).toString("hex")}.log`);
  const file = await open(log, "w+");
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(program, args, {
        ...runAs,
        cwd: "/",
        stdio: ["ignore", file.fd, file.fd],
        env: { ...process.env, LC_ALL: "C" },
      });
      child.once("error", reject);
      child.once("exit", resolve);
    });
    if (status !== 0)
      throw new Error(
        `${path.basename(program)} failed: ${(await readFile(log, "utf8")).trim().slice(-2_000)}`,
      );
  } finally {
    await file.close();
    await rm(log, { force: true });
  }
}
