import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { readInTurn } from "@/lib/kernel/body-reads";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { requireSource } from "@/lib/setup/sources/show-source";
import { measureOverlap } from "./measure-overlap";
import { type OverlapView, toOverlapView } from "./overlap-view";

/**
 * Measures a source's identity overlap at once, without waiting for the next round. Sends nothing and changes only
 * the stored measurement.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (archived customer), `unavailable`
 */
export async function measureOverlapNow(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<OverlapView> {
  requireRole(ctx, "csm");
  const customer = await requireOpenCustomer(input.customerId, prisma);
  const source = await requireSource(input);
  const { measuredAt, facts } = await readInTurn(ctx, () => measureOverlap(input));

  const { identities, matched } = facts.fields[source.identityField];
  await prisma.$transaction((tx) =>
    recordAudit(tx, ctx, {
      action: "source.identities_compared",
      customerId: input.customerId,
      subjectKind: "source",
      subjectId: input.sourceId,
      after: { identityField: source.identityField, identities, matched, members: facts.members },
    }),
  );
  return toOverlapView({
    sourceId: source.id,
    sourceName: source.name,
    identityField: source.identityField,
    pausedAt: source.pausedAt,
    customerState: customer.state,
    measuredAt,
    facts,
  });
}
