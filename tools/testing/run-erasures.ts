import { randomUUID } from "node:crypto";
import { pool } from "@/lib/kernel/database";
import { requestErasure } from "@/lib/privacy/erasures/request-erasure";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { ctxOf } from "./make-destination";

/** For tests: who is erased. */
export const ANNA = "anna@example.com";

/** An e-mail that somebody opened, as Braze sends it; a property has their `externalId` too. */
export function eventOf(externalId: string | null, userId = "braze-1") {
  return {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: externalId, user_id: userId },
    properties: { campaign_name: "Welcome", email_address: externalId },
  };
}

/** Requests an erasure as an admin and runs it as far as it goes; the test runs the syncs it starts. */
export async function erase(customerId: string, identity = ANNA, includesVariants = false) {
  const { id } = await requestErasure(ctxOf("admin"), {
    customerId,
    identity,
    includesVariants,
    confirm: identity,
  });
  return { id, slice: await runErasureSlice(id) };
}

/** Every column of all our tables that contains this text, as `table.column`. */
export async function whereIs(text: string): Promise<string[]> {
  const { rows } = await pool.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, a.atttypid::regtype::text AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid::regtype::text IN ('text', 'bytea', 'json', 'jsonb', 'text[]')`,
  );
  const found: string[] = [];
  for (const { table, column, type } of rows) {
    const value = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const { rows: hits } = await pool.query(
      `SELECT 1 FROM "${table}" WHERE strpos(${value}, $1) > 0 LIMIT 1`,
      [text],
    );
    if (hits.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}
