import { readdir } from "node:fs/promises";
import path from "node:path";
import { pool } from "@/lib/kernel/database";

/** The server runs where `prisma/` is: in the checkout, or in the image's folder. */
const FOLDER = path.join(process.cwd(), "prisma/migrations");

/** PostgreSQL's code `undefined_table`. */
const NO_TABLE = "42P01";

let areApplied = false;

/**
 * Whether the database has every migration this version knows. It may have more: a newer version migrated it, and
 * migrations keep the previous version working.
 * @throws when the database does not answer
 */
export async function areMigrationsApplied(): Promise<boolean> {
  if (areApplied) return true; // none was ever rolled back

  const entries = await readdir(FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const { rows } = await pool
    .query<{ applied: number }>(
      `SELECT count(*)::int AS applied FROM _prisma_migrations
     WHERE migration_name = ANY ($1) AND finished_at IS NOT NULL AND rolled_back_at IS NULL`,
      [names],
    )
    .catch((err: { code?: string }) => {
      if (err.code === NO_TABLE) return { rows: [] }; // it was never migrated
      throw err;
    });
  areApplied = rows[0]?.applied === names.length;
  return areApplied;
}
