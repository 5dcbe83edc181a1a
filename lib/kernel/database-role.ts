import type { Queryable } from "@/lib/kernel/database";

/**
 * What the role of this process may do in the database beyond what the app needs, in words; empty when it has only
 * what scripts/runtime-role.ts grants. With such a role whoever gets hold of the process can change the audit log.
 */
export async function excessOfRole(sql: Queryable): Promise<string[]> {
  const { rows } = await sql.query<{ excess: string }>(
    `SELECT may.excess FROM pg_roles r, pg_class audit, LATERAL (VALUES
       ('be a superuser', r.rolsuper),
       ('make databases', r.rolcreatedb),
       ('make roles', r.rolcreaterole),
       ('see past row-level security', r.rolbypassrls),
       ('become the owner of the tables', pg_has_role(r.oid, audit.relowner, 'MEMBER')),
       ('make tables', has_schema_privilege(r.oid, audit.relnamespace, 'CREATE')),
       ('change audit entries', has_table_privilege(r.oid, audit.oid, 'UPDATE, DELETE, TRUNCATE'))
     ) AS may (excess, is_so)
     WHERE r.rolname = current_user AND audit.oid = 'audit_entry'::regclass AND may.is_so`,
  );
  return rows.map(({ excess }) => excess);
}
