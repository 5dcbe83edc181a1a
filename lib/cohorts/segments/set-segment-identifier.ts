import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { readIdentifierKind } from "@/lib/cohorts/members/identifier-of-members";
import { unifySpellings } from "@/lib/cohorts/members/unify-spellings";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf, TRANSACTION_OPTIONS } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { misfitOf } from "@/lib/setup/destinations/destination-input";
import type { IdentifierKind } from "@/prisma/generated/enums";
import { lockForChange } from "./lock-for-change";

export interface SegmentIdentifierChange {
  customerId: string;
  segmentId: string;
  /** Null: the destination's setting applies. */
  identifierKind: IdentifierKind | null;
  /** The label of the aliases; only for kind `alias`. */
  aliasLabel: string | null;
  version?: number;
}

/**
 * Sets what a segment's user keys are in Braze. What Braze accepted under the old kind says nothing about the new
 * one: everybody is owed again. Users matched by the old kind stay in the cohort, or keep the attribute, since
 * nothing names them any more.
 * @returns the segment's new version
 * @throws TributaryError `invalid` for an alias without a label, and for an identifier that the kind of destination does not have; `not_found`; `conflict` for an outdated version;
 *   `forbidden` for a viewer
 */
export async function setSegmentIdentifier(
  ctx: Ctx,
  change: SegmentIdentifierChange,
): Promise<{ version: number }> {
  requireRole(ctx, "csm");
  const { identifierKind } = change;
  const aliasLabel = identifierKind === "alias" ? change.aliasLabel?.trim() || null : null;
  if (identifierKind === "alias" && aliasLabel === null) {
    throw new TributaryError("invalid", "Enter the label of the alias, exactly as it is in Braze.");
  }

  return prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const segment = await lockForChange(sql, change);
    const before = { identifierKind: segment.identifierKind, aliasLabel: segment.aliasLabel };
    if (before.identifierKind === identifierKind && before.aliasLabel === aliasLabel) {
      return { version: segment.version };
    }

    const { kind } = await tx.destination.findUniqueOrThrow({ where: { id: segment.destinationId } });
    const misfit = identifierKind && misfitOf({ kind, identifierKind });
    if (misfit) {
      const { field, words } = misfit;
      throw new TributaryError("invalid", `${field}: ${words}`, { fields: { [field]: words } });
    }

    await sql.query(
      `UPDATE segment SET identifier_kind = $2::identifier_kind, alias_label = $3, version = version + 1,
              updated_at = now() WHERE id = $1::uuid`,
      [segment.id, identifierKind, aliasLabel],
    );
    await forgetAcked(sql, segment.id);
    await unifySpellings(sql, segment.id, await readIdentifierKind(sql, segment.id));
    await recordAudit(tx, ctx, {
      action: "segment.identifier_set",
      customerId: segment.customerId,
      subjectKind: "segment",
      subjectId: segment.id,
      before,
      after: { identifierKind, aliasLabel },
    });
    return { version: segment.version + 1 };
  }, TRANSACTION_OPTIONS);
}
