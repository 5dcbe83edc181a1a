import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";
import { recordLinkRevealed } from "./reveal-status-link";
import { statusLinkInput } from "./status-link-input";
import { activeAt, type RevealedStatusLinkView, toRevealedStatusLinkView } from "./status-link-view";

/** One per reader whose access is to end separately, and no more than a list can show. Our choice. */
const MAX_ACTIVE_LINKS = 20;

const DAY_MS = 24 * 3_600_000;

/**
 * Makes a link to the customer's status page. By default it lasts 90 days and allows only looking.
 * @returns the link with its address; a repeat with the same key gets the same
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `limit_reached` with 20 active ones, `conflict`
 *   (archived customer, or key used for another request)
 */
export async function createStatusLink(
  ctx: Ctx,
  input: z.input<typeof statusLinkInput> & { customerId: string },
  once?: Once,
): Promise<RevealedStatusLinkView> {
  requireRole(ctx, "csm");
  const { customerId, ...rest } = input;
  const { validDays, ...permissions } = parseInput(statusLinkInput, rest);

  const created = await prisma.$transaction(async (tx) => {
    await lockCustomer(tx, customerId);
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) {
      const link = await tx.statusLink.findUniqueOrThrow({ where: { id: earlier } });
      await recordLinkRevealed(tx, ctx, link);
      return link;
    }

    const now = new Date();
    if ((await tx.statusLink.count({ where: { customerId, ...activeAt(now) } })) >= MAX_ACTIVE_LINKS) {
      throw new TributaryError(
        "limit_reached",
        `A customer has at most ${MAX_ACTIVE_LINKS} active status links. Revoke one first.`,
      );
    }

    const token = newToken();
    const link = await tx.statusLink.create({
      data: {
        id,
        customerId,
        hash: Uint8Array.from(hashToken(token)),
        tokenEnc: encryptSecret(token, { customerId, field: "status_link_token" }),
        hint: tokenHint(token),
        ...permissions,
        createdAt: now,
        expiresAt: validDays === null ? null : new Date(now.getTime() + validDays * DAY_MS),
      },
    });
    await recordAudit(tx, ctx, {
      action: "status_link.created",
      customerId,
      subjectKind: "status_link",
      subjectId: id,
      after: { hint: link.hint, ...permissions, expiresAt: link.expiresAt?.toISOString() ?? null },
    });
    return link;
  });
  return toRevealedStatusLinkView(created);
}

/**
 * Locks a customer until the transaction ends, so that changes to its status links take turns.
 * @throws TributaryError `not_found`; `conflict` when it is archived
 */
async function lockCustomer(tx: Transaction, customerId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  await requireOpenCustomer(customerId, tx);
}
