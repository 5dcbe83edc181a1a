import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { KEY_PROOF, proveHop } from "@/lib/setup/proven-hops/record-proven-hops";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { isKeyRefused, type KeyRefusal, keyRefusal } from "@/lib/vendors/braze/key-refusal";
import { keyTesterOf } from "@/lib/vendors/braze/membership-gateway";
import { requireDestination } from "./show-destination";

/** Braze's answer to the credentials. A refusal is an answer here, not an error. */
export const keyTestView = z.strictObject({
  isAccepted: z.boolean(),
  /** HTTP status; null without an answer. */
  status: z.int().nullable(),
  message: z.string(),
  nextAction: z.string().nullable(),
});

export type KeyTestView = z.infer<typeof keyTestView>;

/**
 * Tries the key with which a destination writes on Braze, with a call that changes nothing there. An accepted key proves its check
 * and ends the alert that it is refused; a refused one opens that alert, so that it is told wherever one looks.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` without a key, or when the customer is archived
 */
export async function testKey(
  ctx: Ctx,
  input: { customerId: string; destinationId: string },
): Promise<KeyTestView> {
  requireRole(ctx, "csm");
  await requireOpenCustomer(input.customerId, prisma);
  const destination = await requireDestination(input);
  const { column, name } = BRAZE_KEYS[destination.kind];
  if (destination[column] === null) {
    throw new TributaryError("conflict", `There is no ${name} yet: enter one first.`);
  }

  const { keyRefused, ...tested } = await callBraze(destination);
  const alert = {
    customerId: input.customerId,
    destinationId: input.destinationId,
    kind: "braze_key_refused",
    subject: input.destinationId,
  } as const;
  await prisma.$transaction(async (tx) => {
    if (tested.isAccepted) {
      await proveHop(tx, { ...input, ...KEY_PROOF });
      await resolveAlert(sqlOf(tx), alert);
    }
    if (keyRefused) await openAlert(sqlOf(tx), { ...alert, ...keyRefused });
    await recordAudit(tx, ctx, {
      action: "destination.key_tested",
      customerId: input.customerId,
      subjectKind: "destination",
      subjectId: input.destinationId,
      after: { isAccepted: tested.isAccepted, status: tested.status },
    });
  });
  return tested;
}

async function callBraze(
  destination: Parameters<typeof keyTesterOf>[0],
): Promise<KeyTestView & { keyRefused?: KeyRefusal }> {
  try {
    const { status } = await keyTesterOf(destination).testKey();
    return { isAccepted: true, status, message: "Braze accepts the key.", nextAction: null };
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    if (isKeyRefused(err)) {
      const keyRefused = keyRefusal(err);
      return { isAccepted: false, status: err.status, ...keyRefused, keyRefused };
    }
    return {
      isAccepted: false,
      status: err.status,
      message: `Braze did not accept the call: “${err.words}”`,
      nextAction: err.retriable ? "Try again in a moment." : "Check the Braze instance of the destination.",
    };
  }
}
