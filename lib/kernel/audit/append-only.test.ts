import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { asOwner } from "@/tools/testing/owner";

test("an audit entry can be neither changed nor deleted in the database, by its owner neither", async () => {
  await pool.query(
    `INSERT INTO audit_entry (id, actor_kind, actor_name, action, subject_kind, subject_id)
     VALUES (gen_random_uuid(), 'system', 'test', 'source.updated', 'source', 'kept')`,
  );

  for (const statement of [
    "UPDATE audit_entry SET actor_name = 'somebody else'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
  ]) {
    await expect(asOwner(statement)).rejects.toThrow("the audit log is append-only");
    await expect(pool.query(statement)).rejects.toThrow("permission denied for table audit_entry");
  }
  const { rows } = await pool.query("SELECT actor_name AS name FROM audit_entry WHERE subject_id = 'kept'");
  expect(rows).toEqual([{ name: "test" }]);
});
