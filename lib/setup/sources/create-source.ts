import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { toRevealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { insertEndpoint } from "@/lib/setup/endpoints/insert-endpoint";
import { revealEarlier } from "@/lib/setup/endpoints/reveal-endpoint";
import { Prisma } from "@/prisma/generated/client";
import { bearerColumns } from "./bearer-columns";
import { ensureHashSalt } from "./hash-salt";
import { requireDistinctNames } from "./require-distinct-names";
import { type SourceInput, sourceInput } from "./source-input";
import { auditedSource, type CreatedSourceView, toSourceView, withoutIdentities } from "./source-view";

/**
 * Creates a source and its first endpoint. The answer shows the address, and a bearer token made here.
 * @param once makes a repeat answer with what the first request created
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived, or key used for another request)
 */
export async function createSource(
  ctx: Ctx,
  input: SourceInput & { customerId: string },
  once?: Once,
): Promise<CreatedSourceView> {
  requireRole(ctx, "csm");
  const { customerId, ...rest } = input;
  const { bearerToken, eventTypes, newTypes, ...settings } = parseInput(sourceInput, rest);
  requireDistinctNames(settings);

  const { source, endpoint } = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) {
      return {
        source: await tx.source.findUniqueOrThrow({ where: { id: earlier } }),
        endpoint: await revealEarlier(tx, ctx, { customerId, sourceId: earlier }),
      };
    }

    await ensureHashSalt(tx, customerId);
    const bearer = bearerColumns(bearerToken, customerId);
    const source = await tx.source.create({
      data: {
        id,
        customerId,
        ...settings,
        eventTypes: eventTypes ?? Prisma.DbNull,
        newTypes: newTypes ?? (eventTypes ? "drop" : "forward"),
        heapApp: `${settings.heapRegion}:${settings.heapAppId}`,
        ...bearer?.columns,
      },
    });
    await recordAudit(tx, ctx, {
      action: "source.created",
      customerId,
      subjectKind: "source",
      subjectId: id,
      after: {
        ...withoutIdentities(auditedSource(source)),
        ...(source.bearerTokenHash && { bearerToken: "set" }),
      },
    });
    return { source, endpoint: await insertEndpoint(tx, ctx, { customerId, sourceId: id }) };
  });

  const made = bearerToken === "generate" ? source.bearerTokenEnc : null;
  return {
    ...toSourceView(source),
    bearerToken: made === null ? null : decryptSecret(made, { customerId, field: "bearer_token" }),
    endpoint: toRevealedEndpointView(endpoint),
  };
}
