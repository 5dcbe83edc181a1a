import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { unifySpellings } from "@/lib/cohorts/members/unify-spellings";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { assertVersion, assertWritten } from "@/lib/kernel/api/version";
import { changedFields, definedFields } from "@/lib/kernel/audit/changed-fields";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { secretChange } from "@/lib/kernel/audit/secret-change";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, sqlOf, TRANSACTION_OPTIONS, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import {
  type DestinationChange,
  destinationChange,
  misfitOf,
} from "@/lib/setup/destinations/destination-input";
import {
  auditedDestination,
  type DestinationView,
  toDestinationView,
} from "@/lib/setup/destinations/destination-view";
import { brazeKeyOf, keyColumns } from "@/lib/setup/destinations/key-columns";
import { requireAcceptedKey } from "@/lib/setup/destinations/require-accepted-key";
import { requireDestination } from "@/lib/setup/destinations/show-destination";
import { KEY_PROOF, proveHop } from "@/lib/setup/proven-hops/record-proven-hops";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { forgetWorkspace } from "./forget-workspace";
import { isOtherWorkspace } from "./is-other-workspace";

/**
 * Changes a destination's settings and Braze's keys; fields left out stay unchanged. A new way to identify users
 * makes everybody owed again, and so does another Braze workspace, which also has no cohort yet. A new key
 * with which it writes is tried first if asked. If it is to be paused first, either both happen or nothing does.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (changed in the meantime, or archived)
 */
export async function updateDestination(
  ctx: Ctx,
  input: DestinationChange & { customerId: string; destinationId: string },
): Promise<DestinationView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, ...rest } = input;
  const { version, dataImportKey, restApiKey, sameWorkspace, testsKey, pausesFirst, ...change } = parseInput(
    destinationChange,
    rest,
  );
  const typed = { dataImportKey, restApiKey };
  let isAccepted = false;
  if (testsKey && (dataImportKey || restApiKey)) {
    const { kind, brazeInstance } = {
      ...(await requireDestination({ customerId, destinationId })),
      ...definedFields(change),
    };
    const key = typed[BRAZE_KEYS[kind].field];
    if (key) isAccepted = await requireAcceptedKey({ customerId, kind, brazeInstance, key });
  }

  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const found = await requireDestination({ customerId, destinationId }, tx);
    assertVersion(found.version, version);

    const settings = { ...auditedDestination(found), ...definedFields(change) };
    if (settings.identifierKind === "alias" && !settings.aliasLabel) {
      throw new TributaryError("invalid", "aliasLabel: is needed to identify users by alias");
    }

    if (found.kind === "cohort" && (change.clearsLeavers || change.attributePrefix)) {
      throw new TributaryError(
        "invalid",
        "clearsLeavers and attributePrefix are only for destinations with custom attributes.",
      );
    }
    const misfit = misfitOf({ ...settings, dataImportKey });
    if (misfit) {
      const { field, words } = misfit;
      throw new TributaryError("invalid", `${field}: ${words}`, { fields: { [field]: words } });
    }

    const keys = keyColumns(typed, customerId);
    const importKey = secretChange("dataImportKey", found.dataImportKeyEnc, keys.dataImportKeyEnc);
    const restKey = secretChange("restApiKey", found.restApiKeyEnc, keys.restApiKeyEnc);
    const changed = changedFields(
      { ...auditedDestination(found), ...importKey.before, ...restKey.before },
      { ...settings, ...importKey.after, ...restKey.after },
    );
    if (!changed.any) return toDestinationView(found);

    const isPausing = pausesFirst === true && found.pausedAt === null;
    const written = await tx.destination.updateMany({
      where: { id: destinationId, version },
      data: {
        ...settings,
        ...keys,
        ...(isPausing && { pausedAt: new Date() }),
        version: { increment: 1 },
      },
    });
    assertWritten(written.count);
    const isOther = isOtherWorkspace({
      instance: { before: found.brazeInstance, after: settings.brazeInstance },
      key: { before: brazeKeyOf(found), after: typed[BRAZE_KEYS[found.kind].field] },
      sameWorkspace,
    });
    if (isOther) {
      await forgetWorkspace(tx, destinationId);
    } else if ("identifierKind" in changed.after || "aliasLabel" in changed.after) {
      await forgetInherited(tx, destinationId);
    }
    if ("identifierKind" in changed.after) await spellInherited(tx, destinationId, settings.identifierKind);
    if (isAccepted) {
      await proveHop(tx, { customerId, destinationId, ...KEY_PROOF });
      await resolveAlert(sqlOf(tx), { customerId, kind: "braze_key_refused", subject: destinationId });
    }
    const subject = { customerId, subjectKind: "destination", subjectId: destinationId };
    if (isPausing) await recordAudit(tx, ctx, { action: "destination.paused", ...subject });
    await recordAudit(tx, ctx, {
      action: "destination.updated",
      ...subject,
      before: changed.before,
      after: { ...changed.after, ...(isOther && { workspace: "another" }) },
    });
    return toDestinationView(await requireDestination({ customerId, destinationId }, tx));
  }, TRANSACTION_OPTIONS);
}

/**
 * For a change of how users are identified: what Braze accepted under the old kind says nothing about the new one, so
 * everybody is owed again in each segment that follows the destination.
 * @param tx a transaction that has locked the destination's row; lock order: destination first, then segments by id
 */
async function forgetInherited(tx: Transaction, destinationId: string): Promise<void> {
  const sql = sqlOf(tx);
  const segments = await inheriting(tx, destinationId);
  // All before the first changes: the calls of all of them are counted in one row, which is locked from then on.
  for (const { id } of segments) await lockSegmentRow(sql, id);
  for (const { id } of segments) await forgetAcked(sql, id);
}

/** @param tx has forgotten what Braze has of these segments, and so has locked their rows */
async function spellInherited(
  tx: Transaction,
  destinationId: string,
  kind: DestinationView["identifierKind"],
): Promise<void> {
  for (const { id } of await inheriting(tx, destinationId)) await unifySpellings(sqlOf(tx), id, kind);
}

/** The segments that identify their users as the destination says. */
function inheriting(tx: Transaction, destinationId: string): Promise<{ id: string }[]> {
  return tx.segment.findMany({
    where: { destinationId, identifierKind: null },
    orderBy: { id: "asc" },
    select: { id: true },
  });
}
