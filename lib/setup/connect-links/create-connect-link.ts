import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { secretLinkUrl } from "@/lib/kernel/secrets/secret-link";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";
import { lockOwner } from "@/lib/setup/endpoints/endpoint-owner";
import { activeAt, type CreatedConnectLinkView, toConnectLinkView } from "./connect-link-view";
import { endConnectLink } from "./revoke-connect-link";

/** Long enough for someone who first has to find the right colleague. Our choice. */
const MAX_VALID_DAYS = 30;

const DAY_MS = 24 * 3_600_000;

export const connectLinkInput = z.strictObject({
  validDays: z.int().min(1).max(MAX_VALID_DAYS).default(7),
});

/**
 * Makes a link for entering a destination's secrets once. Ends an earlier link that is still active.
 * @returns the link with its address, which is never shown again
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived customer, or the key was used: a
 *   repeat cannot show the address again)
 */
export async function createConnectLink(
  ctx: Ctx,
  input: z.input<typeof connectLinkInput> & { customerId: string; destinationId: string },
  once?: Once,
): Promise<CreatedConnectLinkView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, ...rest } = input;
  const { validDays } = parseInput(connectLinkInput, rest);
  const token = newToken();

  const created = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    await lockOwner(tx, { customerId, destinationId });
    const id = uuidv7();
    if (await claimOnce(tx, ctx, once, id)) {
      throw new TributaryError(
        "conflict",
        "This Idempotency-Key has already created a link, whose address was shown once. Create a new link with a new key.",
      );
    }

    const now = new Date();
    const earlier = await tx.connectLink.findMany({ where: { destinationId, ...activeAt(now) } });
    for (const link of earlier) await endConnectLink(tx, ctx, link, now);

    const link = await tx.connectLink.create({
      data: {
        id,
        customerId,
        destinationId,
        hash: Uint8Array.from(hashToken(token)),
        hint: tokenHint(token),
        createdAt: now,
        expiresAt: new Date(now.getTime() + validDays * DAY_MS),
      },
    });
    await recordAudit(tx, ctx, {
      action: "connect_link.created",
      customerId,
      subjectKind: "connect_link",
      subjectId: id,
      after: { destinationId, hint: link.hint, expiresAt: link.expiresAt.toISOString() },
    });
    return link;
  });
  return { ...toConnectLinkView(created), url: secretLinkUrl("connect", token) };
}
