import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { IS_ACTIVE } from "@/lib/team/users/user-view";
import type { OwnAlertView } from "./alert-view";
import { type AlertIds, changeOpenAlert } from "./change-open-alert";

/** Who is to look after it; null for nobody. */
export const assignmentInput = z.strictObject({ assigneeId: z.uuid().nullable() });

/**
 * Gives an open alert to an active member of the team, or to nobody. Every role sees every customer, so every active
 * member may have it. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `invalid` (not an active member), `not_found`, `conflict` (it has ended)
 */
export async function assignAlert(
  ctx: Ctx,
  { customerId, alertId, ...rest }: z.input<typeof assignmentInput> & AlertIds,
): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  const { assigneeId } = parseInput(assignmentInput, rest);

  return changeOpenAlert(ctx, { customerId, alertId }, async (found, tx) => {
    if (found.assigneeId === assigneeId) return null;
    return {
      action: assigneeId ? "alert.assigned" : "alert.unassigned",
      before: { assignee: await nameOf(tx, found.assigneeId) },
      after: { kind: found.kind, assignee: assigneeId && (await requireActive(tx, assigneeId)) },
      data: { assigneeId },
    };
  });
}

async function nameOf(tx: Transaction, userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  return (await tx.user.findUnique({ where: { id: userId }, select: { name: true } }))?.name ?? null;
}

async function requireActive(tx: Transaction, userId: string): Promise<string> {
  const user = await tx.user.findFirst({ where: { id: userId, ...IS_ACTIVE }, select: { name: true } });
  if (user) return user.name;
  throw new TributaryError("invalid", "assigneeId: must be an active member of the team.", {
    fields: { assigneeId: "must be an active member of the team" },
  });
}
