import type { Queryable } from "@/lib/kernel/database";

/**
 * What the role of this process, or a role that it may become, may do in the database beyond what the app needs, in
 * words; empty when it has only
 * what scripts/runtime-role.ts grants. With such a role whoever gets hold of the process can change the audit log.
 */
export async function excessOfRole(sql: Queryable): Promise<string[]> {
  const { rows } = await sql.query<{ excess: string }>(
    `SELECT DISTINCT may.excess FROM pg_roles r, pg_class audit, LATERAL (VALUES
       ('be a superuser', r.rolsuper),
       ('make databases', r.rolcreatedb),
       ('make roles', r.rolcreaterole),
       ('see past row-level security', r.rolbypassrls),
       ('become the owner of the tables', r.oid = audit.relowner),
       ('make tables', has_schema_privilege(r.oid, audit.relnamespace, 'CREATE')),
       ('change audit entries', has_table_privilege(r.oid, audit.oid, 'UPDATE, DELETE, TRUNCATE')),
       ('use the files and programs of the database server',
        r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'))
     ) AS may (excess, is_so)
     WHERE pg_has_role(current_user, r.oid, 'MEMBER') AND audit.oid = 'audit_entry'::regclass AND may.is_so
     ORDER BY may.excess`,
  );
  return rows.map(({ excess }) => excess);
}
