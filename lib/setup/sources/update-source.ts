import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { assertVersion, assertWritten } from "@/lib/kernel/api/version";
import { changedFields, definedFields } from "@/lib/kernel/audit/changed-fields";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { secretChange } from "@/lib/kernel/audit/secret-change";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { Prisma } from "@/prisma/generated/client";
import { bearerColumns } from "./bearer-columns";
import { ensureHashSalt } from "./hash-salt";
import { releaseHeld } from "./release-held";
import { requireDistinctNames } from "./require-distinct-names";
import { requireSource } from "./show-source";
import { type SourceChange, sourceChange } from "./source-input";
import { auditedSource, type ChangedSourceView, toSourceView, withoutIdentities } from "./source-view";

const NEEDS_KEY =
  "Deletions cannot be carried out without a Heap API key. Enter one first; before you remove it, stop carrying out deletions.";

/**
 * Changes a source's settings; fields left out stay unchanged. Pending events are forwarded with the new settings. If it is
 * to be paused first, either both happen or nothing does.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (changed in the meantime, or archived)
 */
export async function updateSource(
  ctx: Ctx,
  input: SourceChange & { customerId: string; sourceId: string },
): Promise<ChangedSourceView> {
  requireRole(ctx, "csm");
  const { customerId, sourceId, ...rest } = input;
  const { version, bearerToken, heapApiKey, pausesFirst, ...change } = parseInput(sourceChange, rest);

  const { source, made } = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const found = await requireSource({ customerId, sourceId }, tx);
    assertVersion(found.version, version);

    const settings = { ...auditedSource(found), ...definedFields(change) };
    const bearer = bearerColumns(bearerToken, customerId);
    const secret = secretChange("bearerToken", found.bearerTokenEnc, bearer?.columns.bearerTokenEnc);
    const heapApiKeyEnc = heapApiKey && encryptSecret(heapApiKey, { customerId, field: "heap_api_key" });
    const apiKey = secretChange("heapApiKey", found.heapApiKeyEnc, heapApiKeyEnc);
    const hasKey = heapApiKeyEnc === undefined ? found.heapApiKeyEnc !== null : heapApiKeyEnc !== null;
    if (settings.carriesOutDeletions && !hasKey) throw new TributaryError("invalid", NEEDS_KEY);
    const changed = changedFields(
      { ...auditedSource(found), ...secret.before, ...apiKey.before },
      { ...settings, ...secret.after, ...apiKey.after },
    );
    if (!changed.any) return { source: found, made: null };
    requireDistinctNames(settings);
    await ensureHashSalt(tx, customerId);

    const isPausing = pausesFirst === true && found.pausedAt === null;
    const written = await tx.source.updateMany({
      where: { id: sourceId, version },
      data: {
        ...settings,
        ...(isPausing && { pausedAt: new Date() }),
        eventTypes: settings.eventTypes ?? Prisma.DbNull,
        // Forwarding notes it without a new version: what was read above may be old.
        appGroupId: change.appGroupId,
        heapApp: `${settings.heapRegion}:${settings.heapAppId}`,
        ...bearer?.columns,
        heapApiKeyEnc,
        version: { increment: 1 },
      },
    });
    assertWritten(written.count);
    await releaseHeld(tx, sourceId);
    const subject = { customerId, subjectKind: "source", subjectId: sourceId };
    if (isPausing) await recordAudit(tx, ctx, { action: "source.paused", ...subject });
    await recordAudit(tx, ctx, {
      action: "source.updated",
      ...subject,
      before: withoutIdentities(changed.before),
      after: withoutIdentities(changed.after),
    });
    return { source: await requireSource({ customerId, sourceId }, tx), made: bearer?.made ?? null };
  });

  return { ...toSourceView(source), bearerToken: made };
}
