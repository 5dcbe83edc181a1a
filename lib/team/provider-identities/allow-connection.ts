import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { prisma } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { confirmPassword } from "@/lib/team/users/confirm-password";
import { currentPasswordInput } from "@/lib/team/users/user-input";

/** Time to sign in at the provider, second factor included. */
const VALID_MINUTES = 10;

export const connectionInput = z.strictObject({ currentPassword: currentPasswordInput });

/** Until when the person may come back from the provider. */
export const connectionView = z
  .strictObject({ mayConnectUntil: z.iso.datetime() })
  .meta({ id: "AllowedConnection" });

/**
 * The owner's consent to connect single sign-on: the next person who comes from the provider in this session is
 * connected to the caller's account.
 * @param address where the request came from, for the log of failed tries
 * @throws TributaryError as `confirmPassword`; `conflict` without a provider
 */
export async function allowConnection(
  ctx: Ctx,
  input: z.infer<typeof connectionInput>,
  address: string,
): Promise<z.infer<typeof connectionView>> {
  requireRole(ctx, "viewer");
  const { currentPassword } = parseInput(connectionInput, input);
  await confirmPassword(ctx, currentPassword, address);
  if (!env().OIDC_ISSUER) throw new TributaryError("conflict", "Single sign-on is not set up here.");

  const mayConnectUntil = new Date(Date.now() + VALID_MINUTES * 60_000);
  const id = ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
  if (!id) throw new TributaryError("forbidden", "This works only in a session.");
  await prisma.session.update({ where: { id }, data: { mayConnectUntil } });
  return { mayConnectUntil: mayConnectUntil.toISOString() };
}
