import { expect } from "vitest";
import { pool, type Sql } from "@/lib/kernel/database";

/** A row that another connection has locked, until it is released. */
export interface HeldRow {
  /** The transaction that has locked it. */
  sql: Sql;
  /** Waits until a statement that contains these words waits for a lock, behind this one or behind another. */
  untilWaits(words: string): Promise<void>;
  release(): Promise<void>;
}

/** For tests: locks a row as a verb does, so that what works on it meanwhile waits in a known order. */
export async function holdRow(table: "segment" | "sync", id: string): Promise<HeldRow> {
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query(`SELECT FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return {
    sql: holder,
    async untilWaits(words) {
      const waiting = () =>
        pool.query(
          `SELECT FROM pg_stat_activity
           WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
             AND position($1 IN query) > 0`,
          [words],
        );
      await expect.poll(async () => (await waiting()).rowCount).toBe(1);
    },
    async release() {
      await holder.query("COMMIT");
      holder.release();
    },
  };
}
