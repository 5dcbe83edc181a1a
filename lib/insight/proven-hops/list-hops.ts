import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool, prisma } from "@/lib/kernel/database";
import { HAS_BRAZE_KEY } from "@/lib/setup/destinations/key-columns";
import { destinationHops, type HopKind, OPTIONAL_HOPS, SOURCE_HOPS } from "@/lib/setup/proven-hops/hop-kinds";
import { NEWLY_PROVEN } from "@/lib/setup/proven-hops/newly-proven";
import type { DestinationKind } from "@/prisma/generated/enums";
import { DONE_ONCE } from "./hop-of-alert";
import type { HopsView, HopView } from "./hops-view";
import { readRefusals } from "./read-refusals";

interface OwnerRow {
  id: string;
  name: string;
  /** Null for a source. */
  kind: DestinationKind | null;
  hasBrazeKey: boolean;
  hasWebhookSecret: boolean;
}

interface ProvenRow {
  /** @neverNull a hop belongs to a source or to a destination */
  ownerId: string;
  kind: HopKind;
  /** @neverNull what Heap or Braze accepted was finished at that moment */
  provenAt: Date;
  detail: string | null;
}

/**
 * Which hops of a customer have been proven by a real request, which fail now, which were skipped, and which are still
 * to be proven: for each source and destination, oldest first.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listHops(ctx: Ctx, input: { customerId: string }): Promise<HopsView> {
  requireRole(ctx, "viewer");
  const [, owners, proven, refusals, skips] = await Promise.all([
    requireCustomer(input.customerId),
    pool.query<OwnerRow>(OWNERS, [input.customerId]),
    pool.query<ProvenRow>(PROVEN, [input.customerId]),
    readRefusals(input.customerId),
    prisma.skippedHop.findMany({ where: { customerId: input.customerId } }),
  ]);

  const proofs = new Map(proven.rows.map((row) => [`${row.ownerId}/${row.kind}`, row]));
  function checksOf<Kind extends HopKind>(ownerId: string, kinds: readonly Kind[]) {
    return kinds.map((kind) => {
      const proof = proofs.get(`${ownerId}/${kind}`);
      return {
        kind,
        provenAt: proof?.provenAt.toISOString() ?? null,
        detail: proof?.detail ?? null,
        refusal: (proof && DONE_ONCE.includes(kind) ? null : refusals.get(`${ownerId}/${kind}`)) ?? null,
      };
    });
  }

  function skippedOf(destinationId: string, kind: HopKind) {
    const found = skips.find((skip) => skip.destinationId === destinationId && skip.kind === kind);
    if (!found) return null;
    const { reason, skippedBy, skippedAt } = found;
    return { reason, skippedBy, skippedAt: skippedAt.toISOString() };
  }

  const sources = owners.rows
    .filter(({ kind }) => kind === null)
    .map(({ id, name }) => ({ id, name, checks: checksOf(id, SOURCE_HOPS) }));
  const destinations = owners.rows
    .flatMap(({ kind, ...destination }) => (kind === null ? [] : { kind, ...destination }))
    .map(({ id, kind, ...destination }) => ({
      id,
      kind,
      ...destination,
      checks: checksOf(id, destinationHops(kind)).map((check) => ({
        ...check,
        isOptional: OPTIONAL_HOPS.some((kind) => kind === check.kind),
        skipped: skippedOf(id, check.kind),
      })),
    }));
  const all = [...sources, ...destinations].flatMap((owner): readonly HopView[] => owner.checks);
  const isSkipped = (check: HopView) =>
    check.provenAt === null && "skipped" in check && check.skipped !== null;
  return {
    isAllProven: all.length > 0 && all.every((check) => check.provenAt !== null || isSkipped(check)),
    all: all.length,
    proven: all.filter(({ provenAt, refusal }) => provenAt !== null && !refusal).length,
    skipped: all.filter(isSkipped).length,
    failed: all.filter(({ refusal }) => refusal !== null).length,
    sources,
    destinations,
  };
}

const OWNERS = `
  SELECT id, name, NULL::destination_kind AS kind, false AS "hasBrazeKey", false AS "hasWebhookSecret"
  FROM source WHERE customer_id = $1
  UNION ALL
  SELECT d.id, d.name, d.kind, ${HAS_BRAZE_KEY},
         EXISTS (SELECT FROM webhook_secret w WHERE w.destination_id = d.id AND w.revoked_at IS NULL)
  FROM destination d WHERE d.customer_id = $1
  ORDER BY id`;

// Several of a destination's segments may prove its hop: the earliest counts.
const PROVEN = `
  SELECT DISTINCT ON (owner_id, kind) owner_id AS "ownerId", kind, proven_at AS "provenAt", detail
  FROM (
    SELECT COALESCE(source_id, destination_id) AS owner_id, kind, proven_at, detail
    FROM "check" WHERE customer_id = $1 AND COALESCE(source_id, destination_id) IS NOT NULL
    UNION ALL
    SELECT COALESCE(source_id, destination_id), kind, proven_at, detail FROM (${NEWLY_PROVEN}) fact
  ) hop
  ORDER BY owner_id, kind, proven_at`;
