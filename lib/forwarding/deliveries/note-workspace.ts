import type { RawBatch } from "@/lib/forwarding/batches/map-batch";
import type { ForwardableSource } from "@/lib/forwarding/batches/take-pending";
import { appGroupOf } from "@/lib/forwarding/mapping/map-event";
import { pool } from "@/lib/kernel/database";

/**
 * Notes which Braze workspace a source's events are from, the first time one of them says so. The first event decides,
 * also when two processes meet one at the same time.
 * @returns the source, with its workspace if that is known
 */
export async function noteWorkspace(
  source: ForwardableSource,
  batches: readonly RawBatch[],
): Promise<ForwardableSource> {
  if (source.mapping.appGroupId) return source;
  const appGroupId = firstAppGroup(batches);
  if (appGroupId === null) return source;

  const { rows } = await pool.query<{ appGroupId: string }>(
    `UPDATE source SET app_group_id = COALESCE(app_group_id, $2) WHERE id = $1 RETURNING app_group_id AS "appGroupId"`,
    [source.id, appGroupId],
  );
  return { ...source, mapping: { ...source.mapping, appGroupId: rows[0]?.appGroupId ?? null } };
}

function firstAppGroup(batches: readonly RawBatch[]): string | null {
  for (const { events } of batches) {
    for (const event of events ?? []) {
      const appGroupId = appGroupOf(event);
      if (appGroupId !== null) return appGroupId;
    }
  }
  return null;
}
