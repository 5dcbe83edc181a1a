import { z } from "zod";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { createAttempts } from "@/lib/kernel/attempts";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets/token";
import type { UserLinkKind } from "@/prisma/generated/enums";
import { hashPassword } from "./password";
import { lockUser } from "./require-user";
import { passwordInput } from "./user-input";

/**
 * Like for signing in: a person opens a link a few times, someone who guesses gets one attempt every three seconds.
 */
const perAddress = createAttempts({ burst: 30, refillSeconds: 3, maxSubjects: 10_000 });

export const redemptionInput = z.strictObject({
  token: z.string().min(1).max(200),
  password: passwordInput,
});

/** The user whose password was set. */
export const redemptionView = z.strictObject({ email: z.string() }).meta({ id: "Redemption" });

/** The purpose of an open link. */
export interface OpenLink {
  kind: UserLinkKind;
  email: string;
  name: string;
  expiresAt: string;
}

/**
 * What the link with this token is for. Looking does not use up the link, since mail programs look too.
 * @param address where the request came from
 * @returns null when it is unknown, used, expired or replaced, or its user disabled; the answer does not reveal which
 * @throws TributaryError `limit_reached` after too many attempts from this address
 */
export async function showLink(token: string, address: string): Promise<OpenLink | null> {
  takeTry(address);
  const link = await findOpen(token);
  return (
    link && {
      kind: link.kind,
      email: link.user.email,
      name: link.user.name,
      expiresAt: link.expiresAt.toISOString(),
    }
  );
}

/**
 * Sets the password of the link's user, once, and ends all sessions they had.
 * @param address where the request came from
 * @throws TributaryError `not_found` as in `showLink`, `invalid` password, `limit_reached`
 */
export async function redeemLink(
  input: z.infer<typeof redemptionInput>,
  address: string,
): Promise<{ email: string }> {
  takeTry(address);
  const { token, password } = parseInput(redemptionInput, input);
  const found = await findOpen(token);
  if (!found) throw gone();
  const passwordHash = await hashPassword(password, found.user);

  return prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, found.userId);
    const now = new Date();
    const used = await tx.userLink.updateMany({
      where: { id: found.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (used.count === 0 || user.disabledAt) throw gone();

    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, sessionEpoch: { increment: 1 } },
    });
    await recordAudit(
      tx,
      { actor: { kind: "user", id: user.id, name: user.name, role: user.role } },
      {
        action: "user.password_set",
        customerId: null,
        subjectKind: "user",
        subjectId: user.id,
        before: { password: user.passwordHash ? "set" : "not set" },
        after: { password: "set", by: found.kind === "invite" ? "invitation" : "reset link" },
      },
    );
    return { email: user.email };
  });
}

function takeTry(address: string): void {
  if (perAddress.take(address)) return;
  throw new TributaryError("limit_reached", "Too many attempts. Wait a minute, then try again.");
}

function findOpen(token: string) {
  return prisma.userLink.findFirst({
    where: {
      hash: Uint8Array.from(hashToken(token)),
      usedAt: null,
      expiresAt: { gt: new Date() },
      user: { disabledAt: null },
    },
    include: { user: true },
  });
}

function gone(): TributaryError {
  return new TributaryError(
    "not_found",
    "This link no longer works: it was used, has expired, or was replaced. Ask an admin on your team for a new one.",
  );
}
