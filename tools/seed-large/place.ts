import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Login } from "./team";

/** Where the large seed keeps its own database. */
export const SEED_FOLDER = path.resolve(import.meta.dirname, "../../.data/large");

const LOGIN_FILE = path.join(SEED_FOLDER, "login.json");

/** Whether the local database was filled to the end: its login is written last. */
export function isSeeded(): boolean {
  return existsSync(LOGIN_FILE);
}

export async function writeLogin(login: Login): Promise<void> {
  await writeFile(LOGIN_FILE, JSON.stringify(login), { mode: 0o600 });
}

export async function readLogin(): Promise<Login> {
  return JSON.parse(await readFile(LOGIN_FILE, "utf8")) as Login;
}
