import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Login } from "./team";

/** Where the seed of a size keeps its own database. */
export function seedFolder(size: string): string {
  return path.resolve(import.meta.dirname, "../../.data", size);
}

function loginFile(size: string): string {
  return path.join(seedFolder(size), "login.json");
}

/** Whether the local database was filled to the end: its login is written last. */
export function isSeeded(size: string): boolean {
  return existsSync(loginFile(size));
}

export async function writeLogin(size: string, login: Login): Promise<void> {
  await writeFile(loginFile(size), JSON.stringify(login), { mode: 0o600 });
}

export async function readLogin(size: string): Promise<Login> {
  return JSON.parse(await readFile(loginFile(size), "utf8")) as Login;
}
