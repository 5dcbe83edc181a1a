import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { type quietInput, readQuietUntil } from "./quiet-until";

export const muteView = z.strictObject({ mutedUntil: z.iso.datetime().nullable() }).meta({ id: "Mute" });
export type MuteView = z.infer<typeof muteView>;

/**
 * Sends no notices of a customer's alerts until a given time. The alerts still open and show in the portal; those
 * still open at that time are announced then. A new mute replaces an earlier one.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived)
 */
export async function muteCustomer(
  ctx: Ctx,
  input: z.input<typeof quietInput> & { customerId: string },
): Promise<MuteView> {
  const { customerId, ...rest } = input;
  return setMute(ctx, customerId, readQuietUntil(rest));
}

/**
 * Sends notices again. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (archived)
 */
export async function unmuteCustomer(ctx: Ctx, { customerId }: { customerId: string }): Promise<MuteView> {
  return setMute(ctx, customerId, null);
}

async function setMute(ctx: Ctx, customerId: string, until: Date | null): Promise<MuteView> {
  requireRole(ctx, "csm");
  const view = { mutedUntil: until?.toISOString() ?? null };

  await prisma.$transaction(async (tx) => {
    const found = await requireOpenCustomer(customerId, tx);
    const before = { mutedUntil: found.mutedUntil?.toISOString() ?? null };
    if (before.mutedUntil === view.mutedUntil) return;

    await tx.$executeRaw`UPDATE customer SET muted_until = ${until}::timestamptz WHERE id = ${customerId}::uuid`;
    await recordAudit(tx, ctx, {
      action: until ? "customer.muted" : "customer.unmuted",
      customerId,
      subjectKind: "customer",
      subjectId: customerId,
      before,
      after: view,
    });
  });
  return view;
}
