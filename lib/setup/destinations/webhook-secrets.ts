import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { lockOwner } from "@/lib/setup/endpoints/endpoint-owner";
import { webhookSecretInput } from "./destination-input";
import { toWebhookSecretView, type WebhookSecretView } from "./destination-view";

/** Two at once are enough to replace Heap's secret without a gap. */
export const MAX_ACTIVE_SECRETS = 2;

interface Owner {
  customerId: string;
  destinationId: string;
}

/**
 * Adds a webhook secret of Heap's; pages signed with any active one are accepted.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `limit_reached` with two active ones, `conflict`
 *   (archived, or key used for another request)
 */
export async function addWebhookSecret(
  ctx: Ctx,
  input: Owner & { secret: string },
  once?: Once,
): Promise<WebhookSecretView> {
  requireRole(ctx, "csm");
  const { secret } = parseInput(webhookSecretInput, { secret: input.secret });

  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(input.customerId, tx);
    await lockOwner(tx, input);
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier)
      return toWebhookSecretView(await tx.webhookSecret.findUniqueOrThrow({ where: { id: earlier } }));

    const active = await tx.webhookSecret.count({
      where: { destinationId: input.destinationId, revokedAt: null },
    });
    if (active >= MAX_ACTIVE_SECRETS) {
      throw new TributaryError("limit_reached", "Two secrets are already active. Revoke the old one first.");
    }

    const created = await insertWebhookSecret(tx, input, secret, id);
    await recordAudit(tx, ctx, {
      action: "webhook_secret.added",
      customerId: input.customerId,
      subjectKind: "destination",
      subjectId: input.destinationId,
      after: { webhookSecretId: id, webhookSecret: "set" },
    });
    return toWebhookSecretView(created);
  });
}

/**
 * Ends a webhook secret at once. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function revokeWebhookSecret(
  ctx: Ctx,
  input: Owner & { webhookSecretId: string },
): Promise<WebhookSecretView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, webhookSecretId: id } = input;

  return prisma.$transaction(async (tx) => {
    await lockOwner(tx, { customerId, destinationId });
    const found = await tx.webhookSecret.findFirst({ where: { id, customerId, destinationId } });
    if (!found) throw new TributaryError("not_found", "There is no such webhook secret.");
    if (found.revokedAt) return toWebhookSecretView(found);

    await tx.webhookSecret.update({ where: { id }, data: { revokedAt: new Date() } });
    await recordAudit(tx, ctx, {
      action: "webhook_secret.revoked",
      customerId,
      subjectKind: "destination",
      subjectId: destinationId,
      before: { webhookSecretId: id, webhookSecret: "set" },
    });
    return toWebhookSecretView(found);
  });
}

/** Writes a webhook secret inside its owner's transaction, which also writes the audit entry. */
export async function insertWebhookSecret(
  tx: Transaction,
  { customerId, destinationId }: Owner,
  secret: string,
  id: string = uuidv7(),
): Promise<{ id: string; createdAt: Date }> {
  const secretEnc = encryptSecret(secret, { customerId, field: "webhook_secret" });
  return tx.webhookSecret.create({ data: { id, customerId, destinationId, secretEnc } });
}
