import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type LocalDatabase, startDatabase } from "../../scripts/database";
import { endingWithUs } from "../../scripts/run-program";

/** A database to begin with, such as the one that a demonstration left. */
export interface FilledDatabase {
  database: LocalDatabase;
  /** What its secrets are encrypted with, as variables. */
  secrets: Record<string, string>;
}

/**
 * Runs `npm run demo -- --once` in a checkout of an older version, with that version's own code, and opens the database
 * that it filled.
 * @throws Error when the demonstration fails
 */
export async function fillByDemo(checkout: string): Promise<FilledDatabase> {
  const folder = path.resolve(checkout);
  const { nodeOptions, variables } = endingWithUs();
  const child = spawn(process.execPath, [...nodeOptions, "scripts/run.mjs", "demo", "--once"], {
    cwd: folder,
    stdio: "inherit",
    env: { ...process.env, ...variables },
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (status !== 0) throw new Error(`the demonstration in ${folder} ended with ${status}`);

  const left = path.join(folder, ".data/demo");
  const secrets = JSON.parse(await readFile(path.join(left, "secrets.json"), "utf8"));
  return { database: await startDatabase(path.join(left, "postgres")), secrets };
}
