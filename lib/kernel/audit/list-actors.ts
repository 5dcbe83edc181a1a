import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import type { AuditActorsView } from "./audit-view";

type Actor = AuditActorsView["items"][number];

interface ActorRow extends Actor {
  /** @neverNull the walk from one to the next ends at null, which no entry has beside it */
  id: string;
}

/**
 * The people and API keys that appear in the log, by name; for a filter. Customers who used a link are filtered by
 * kind, and the system has no id.
 * @throws TributaryError `forbidden`
 */
export async function listAuditActors(ctx: Ctx): Promise<AuditActorsView> {
  requireRole(ctx, "viewer");
  const { rows } = await pool.query<ActorRow>(DISTINCT_ACTORS);
  return { items: rows };
}

// Jumps from one actor to the next in the index instead of reading every entry.
const DISTINCT_ACTORS = `
  WITH RECURSIVE actor AS (
    SELECT min(actor_id) AS id FROM audit_entry
    UNION ALL
    SELECT (SELECT min(actor_id) FROM audit_entry WHERE actor_id > actor.id) FROM actor WHERE actor.id IS NOT NULL
  )
  SELECT e.actor_kind AS kind, actor.id, e.actor_name AS name
  FROM actor CROSS JOIN LATERAL (
    SELECT actor_kind, actor_name FROM audit_entry WHERE actor_id = actor.id ORDER BY id DESC LIMIT 1
  ) e
  WHERE e.actor_kind IN ('user', 'api_key')
  ORDER BY e.actor_kind, e.actor_name, actor.id`;
