import { type Ctx, requireRole } from "@/lib/actor";
import { parseInput } from "@/lib/api/parse-input";
import { assertVersion, assertWritten } from "@/lib/api/version";
import { changedFields, definedFields } from "@/lib/audit/changed-fields";
import { recordAudit } from "@/lib/audit/record";
import { secretChange } from "@/lib/audit/secret-change";
import { requireOpenCustomer } from "@/lib/customers/require-customer";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { TRANSACTION_OPTIONS } from "@/lib/segments/sql-in-transaction";
import { type DestinationChange, destinationChange } from "./destination-input";
import { auditedDestination, type DestinationView, toDestinationView } from "./destination-view";
import { forgetInherited } from "./forget-inherited";
import { keyColumns } from "./key-columns";
import { requireDestination } from "./show";

/**
 * Changes a destination's settings and Braze's keys; what is left out stays. Another way to identify users makes
 * everybody owed again.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (changed meanwhile, or archived)
 */
export async function updateDestination(
  ctx: Ctx,
  input: DestinationChange & { customerId: string; destinationId: string },
): Promise<DestinationView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, ...rest } = input;
  const { version, dataImportKey, restApiKey, ...change } = parseInput(destinationChange, rest);

  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const found = await requireDestination({ customerId, destinationId }, tx);
    assertVersion(found.version, version);

    const settings = { ...auditedDestination(found), ...definedFields(change) };
    if (settings.identifierKind === "alias" && !settings.aliasLabel) {
      throw new TributaryError("invalid", "aliasLabel: is needed to identify users by alias");
    }

    const keys = keyColumns({ dataImportKey, restApiKey }, customerId);
    const importKey = secretChange("dataImportKey", found.dataImportKeyEnc, keys.dataImportKeyEnc);
    const restKey = secretChange("restApiKey", found.restApiKeyEnc, keys.restApiKeyEnc);
    const changed = changedFields(
      { ...auditedDestination(found), ...importKey.before, ...restKey.before },
      { ...settings, ...importKey.after, ...restKey.after },
    );
    if (!changed.any) return toDestinationView(found);

    const written = await tx.destination.updateMany({
      where: { id: destinationId, version },
      data: { ...settings, ...keys, version: { increment: 1 } },
    });
    assertWritten(written.count);
    if ("identifierKind" in changed.after || "aliasLabel" in changed.after) {
      await forgetInherited(tx, destinationId);
    }
    await recordAudit(tx, ctx, {
      action: "destination.updated",
      customerId,
      subjectKind: "destination",
      subjectId: destinationId,
      before: changed.before,
      after: changed.after,
    });
    return toDestinationView(await requireDestination({ customerId, destinationId }, tx));
  }, TRANSACTION_OPTIONS);
}
