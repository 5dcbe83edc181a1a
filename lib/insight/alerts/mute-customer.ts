import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { timeInput } from "@/lib/kernel/api/time-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";

/** Longest mute: for a longer rest, pause the customer or give it another owner. */
const MAX_DAYS = 30;

export const muteInput = z.strictObject({
  /** A time within the next 30 days. */
  until: timeInput,
});

export const muteView = z.strictObject({ mutedUntil: z.iso.datetime().nullable() }).meta({ id: "Mute" });
export type MuteView = z.infer<typeof muteView>;

/**
 * Sends no notices of a customer's alerts until a given time. The alerts still open and show in the portal; those
 * still open at that time are announced then. A new mute replaces an earlier one.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived)
 */
export async function muteCustomer(
  ctx: Ctx,
  input: z.input<typeof muteInput> & { customerId: string },
): Promise<MuteView> {
  const { customerId, ...rest } = input;
  const until = new Date(parseInput(muteInput, rest).until);
  const days = (until.getTime() - Date.now()) / 86_400_000;
  if (days <= 0 || days > MAX_DAYS) {
    throw new TributaryError("invalid", `until: must be within the next ${MAX_DAYS} days.`, {
      fields: { until: `must be within the next ${MAX_DAYS} days` },
    });
  }
  return setMute(ctx, customerId, until);
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
