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

/** The owner as an audit entry names it. */
export function namedOwner(owner: EndpointOwner): { sourceId: string } | { destinationId: string } {
  return owner.sourceId ? { sourceId: owner.sourceId } : { destinationId: owner.destinationId ?? "" };
}
