import pg from "pg";

/** Runs a statement that the app's role at run time may not run, such as `TRUNCATE` or `ALTER TABLE`. */
export async function asOwner(statement: string): Promise<pg.QueryResult> {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  try {
    return await owner.query(statement);
  } finally {
    await owner.end();
  }
}
