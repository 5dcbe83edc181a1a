import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool, prisma } from "@/lib/kernel/database";
import { MOST_SPELLINGS, otherSpellings } from "@/lib/kernel/other-spellings";
import { packsWith, unpacked } from "@/lib/kernel/packed-events";
import { latestOf } from "./order-in-source";

/** An identity as somebody typed it; nothing is similar to nothing. */
export const similarIdentityInput = z.strictObject({ identity: z.string().max(1_000).default("") });

export const similarIdentityList = z
  .strictObject({ items: z.array(z.string()) })
  .meta({ id: "SimilarIdentities" });

/** So many latest events, of all sources together, are searched for any mix of cases. */
const LATEST_EVENTS = 10_000;

/**
 * Identities that have events and differ from what was typed only in upper and lower case or in white space around it,
 * at most five. The usual spellings are looked up among all events, any other mix of cases among the latest 10,000.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listSimilarIdentities(
  ctx: Ctx,
  { customerId, identity }: z.infer<typeof similarIdentityInput> & { customerId: string },
): Promise<z.infer<typeof similarIdentityList>> {
  requireRole(ctx, "viewer");
  await requireCustomer(customerId);
  const sources = await prisma.source.findMany({ where: { customerId }, select: { id: true } });
  const { rows } = await pool.query<{ identity: string }>(FIND, [
    sources.map(({ id }) => id),
    otherSpellings(identity),
    identity,
    Math.ceil(LATEST_EVENTS / Math.max(1, sources.length)),
    MOST_SPELLINGS,
  ]);
  return { items: rows.map((row) => row.identity) };
}

// PostgreSQL cannot store NUL, so nothing that was typed with one is found.
const FIND = `
  WITH known AS (
    -- One look-up for each, whatever the planner believes: never a scan of all events of the sources.
    SELECT spelling AS identity FROM unnest($2::text[]) AS spelling CROSS JOIN unnest($1::uuid[]) AS s (id)
    CROSS JOIN LATERAL (
      SELECT FROM event e WHERE e.source_id = s.id AND e.identity = spelling
      UNION ALL
      SELECT FROM ${unpacked(packsWith("identity", "s.id::text", "spelling"))} e WHERE e.source_id = s.id AND e.identity = spelling
      LIMIT 1
    ) seen
    UNION
    SELECT latest.identity FROM unnest($1::uuid[]) AS s (id)
    CROSS JOIN LATERAL (
      SELECT e.identity FROM ${latestOf("s.id", "$4")} e
    ) latest
    WHERE lower(latest.identity) = lower(btrim($3))
  )
  SELECT identity FROM known WHERE identity <> $3 ORDER BY identity LIMIT $5`;
