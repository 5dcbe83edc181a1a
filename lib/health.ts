import { pool } from "@/lib/db";

export interface Health {
  database: "up" | "down";
}

/** Whether the database takes a statement now. Never throws. */
export async function checkHealth(): Promise<Health> {
  try {
    await pool.query("SELECT 1");
    return { database: "up" };
  } catch {
    return { database: "down" };
  }
}
