import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { requireSource } from "@/lib/setup/sources/show-source";
import { OWED_BY_SOURCE } from "./take-owed";

/** What a source writes to Heap about users, in numbers of values. */
export const userPropertyCounts = z
  .strictObject({
    sourceId: z.uuid(),
    /** Sent, owed and refused together. */
    wanted: z.int(),
    /** Heap has accepted the latest value. */
    sent: z.int(),
    owed: z.int(),
    refused: z.int(),
    /** Heap's words about the latest refusal. */
    refusedWords: z.string().nullable(),
  })
  .meta({ id: "UserPropertyCounts" });

type UserPropertyCounts = z.infer<typeof userPropertyCounts>;

/**
 * Counts the values that a source writes to its Heap app as user properties.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function countUserProperties(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<UserPropertyCounts> {
  requireRole(ctx, "viewer");
  await requireSource(input);
  const { rows } = await pool.query<Omit<UserPropertyCounts, "sourceId" | "wanted">>(
    `SELECT count(*) FILTER (WHERE p.owed_since IS NULL AND p.refused_words IS NULL)::int AS sent,
            count(*) FILTER (WHERE ${OWED_BY_SOURCE})::int AS owed,
            count(*) FILTER (WHERE p.refused_words IS NOT NULL)::int AS refused,
            (array_agg(p.refused_words ORDER BY p.changed_at DESC) FILTER (WHERE p.refused_words IS NOT NULL))[1]
              AS "refusedWords"
     FROM source s JOIN user_property p ON p.source_id = s.id AND p.heap_app = s.heap_app WHERE s.id = $1`,
    [input.sourceId],
  );
  const { sent = 0, owed = 0, refused = 0, refusedWords = null } = rows[0] ?? {};
  return { sourceId: input.sourceId, wanted: sent + owed + refused, sent, owed, refused, refusedWords };
}
