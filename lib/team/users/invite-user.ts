import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { lockUser, viewUser } from "./require-user";
import { type InvitationInput, invitationInput } from "./user-input";
import { openLink, userLinkView } from "./user-link";
import { userView } from "./user-view";

/** A user with their one-time link; null when this repeats a request whose answer has already shown it. */
export const invitedUserView = z
  .strictObject({ user: userView, link: userLinkView.nullable() })
  .meta({ id: "InvitedUser" });

export type InvitedUserView = z.infer<typeof invitedUserView>;

/**
 * Adds a member of the team who sets their own password with a one-time link, valid for 7 days.
 * @param once makes a repeat answer with the same user, without the link: it was shown, and is stored only as a hash
 * @throws TributaryError `forbidden`, `invalid`, `conflict` when the email address is taken
 */
export async function inviteUser(ctx: Ctx, input: InvitationInput, once?: Once): Promise<InvitedUserView> {
  requireRole(ctx, "admin");
  const { email, name, role } = parseInput(invitationInput, input);

  return prisma.$transaction(async (tx) => {
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return { user: await viewUser(earlier, tx), link: null };

    const made = await tx.user.createMany({ data: [{ id, email, name, role }], skipDuplicates: true });
    if (made.count === 0) {
      const message = `There is already a user with the address ${email}.`;
      throw new TributaryError("conflict", message, { fields: { email: message } });
    }
    const link = await openLink(tx, id, "invite");
    await recordAudit(tx, ctx, {
      action: "user.invited",
      customerId: null,
      subjectKind: "user",
      subjectId: id,
      after: { email, name, role, linkExpiresAt: link.expiresAt },
    });
    return { user: await viewUser(id, tx), link };
  });
}

/**
 * Makes a new link for someone who has not signed in yet; the previous one stops working.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` for a disabled user or one who has signed in
 */
export async function inviteAgain(ctx: Ctx, input: { userId: string }): Promise<InvitedUserView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    await lockUser(tx, input.userId);
    const { state, name, email } = await viewUser(input.userId, tx);
    if (state === "disabled")
      throw new TributaryError("conflict", `${name} is disabled. Enable the account first.`);
    if (state === "active") {
      throw new TributaryError(
        "conflict",
        `${name} has accepted the invitation: reset the password instead.`,
      );
    }

    const link = await openLink(tx, input.userId, "invite");
    await recordAudit(tx, ctx, {
      action: "user.invited_again",
      customerId: null,
      subjectKind: "user",
      subjectId: input.userId,
      after: { email, linkExpiresAt: link.expiresAt },
    });
    return { user: await viewUser(input.userId, tx), link };
  });
}
