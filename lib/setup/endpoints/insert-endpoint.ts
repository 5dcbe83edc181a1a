import { v7 as uuidv7 } from "uuid";
import type { Ctx } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import type { Transaction } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";
import type { Endpoint } from "@/prisma/generated/client";
import { type EndpointOwner, ownerColumns } from "./endpoint-owner";

/** Writes a new current endpoint and its audit entry inside the owner's transaction. */
export async function insertEndpoint(
  tx: Transaction,
  ctx: Ctx,
  owner: EndpointOwner,
  id: string = uuidv7(),
): Promise<Endpoint> {
  const token = newToken();
  const created = await tx.endpoint.create({
    data: {
      id,
      ...ownerColumns(owner),
      tokenHash: Uint8Array.from(hashToken(token)),
      tokenEnc: encryptSecret(token, { customerId: owner.customerId, field: "endpoint_token" }),
      hint: tokenHint(token),
    },
  });
  await recordAudit(tx, ctx, {
    action: "endpoint.created",
    customerId: owner.customerId,
    subjectKind: "endpoint",
    subjectId: created.id,
    after: { ...namedOwner(owner), hint: created.hint },
  });
  return created;
}

/**
 * Records in the audit log that an existing endpoint's address is shown: on request, or because a creation is repeated
 * with its key.
 */
export function recordRevealed(
  tx: Transaction,
  ctx: Ctx,
  owner: EndpointOwner,
  { id, hint }: Pick<Endpoint, "id" | "hint">,
): Promise<void> {
  return recordAudit(tx, ctx, {
    action: "endpoint.revealed",
    customerId: owner.customerId,
    subjectKind: "endpoint",
    subjectId: id,
    after: { ...namedOwner(owner), hint },
  });
}

/** The endpoint that an earlier request with the same key made, whose address is now shown again. */
export async function revealEarlier(
  tx: Transaction,
  ctx: Ctx,
  owner: EndpointOwner,
  endpointId?: string,
): Promise<Endpoint> {
  const endpoint = await tx.endpoint.findFirstOrThrow({
    where: { ...ownerColumns(owner), id: endpointId },
    orderBy: { id: "asc" },
  });
  await recordRevealed(tx, ctx, owner, endpoint);
  return endpoint;
}

/** The owner as an audit entry names it. */
export function namedOwner(owner: EndpointOwner): { sourceId: string } | { destinationId: string } {
  return owner.sourceId ? { sourceId: owner.sourceId } : { destinationId: owner.destinationId ?? "" };
}
