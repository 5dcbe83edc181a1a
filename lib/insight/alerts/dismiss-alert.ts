import { z } from "zod";
import { acceptEnvironment } from "@/lib/cohorts/destinations/accept-environment";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { DISMISSABLE_KINDS } from "@/lib/kernel/alerts/kinds";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { textInput } from "@/lib/kernel/api/text-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { ALERT_COLUMNS, type AlertRow, type OwnAlertView, toAlertView } from "./alert-view";

/** Why it is not a problem, or no longer one. */
export const dismissalInput = z.strictObject({ reason: textInput(500) });

/**
 * Ends an alert about an occurrence by hand. The same occurrence opens no alert again, the next one does. Dismissing
 * that pages came from another Heap environment accepts that environment.
 * @throws TributaryError `forbidden`, `invalid`, `not_found`, `conflict` (it has ended, or ends only by itself)
 */
export async function dismissAlert(
  ctx: Ctx,
  input: z.input<typeof dismissalInput> & { customerId: string; alertId: string },
): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  const { customerId, alertId, ...rest } = input;
  const { reason } = parseInput(dismissalInput, rest);

  return prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    const found = await tx.alert.findFirst({ where: { id: alertId, customerId } });
    if (!found) throw new TributaryError("not_found", "There is no such alert.");
    if (!DISMISSABLE_KINDS.includes(found.kind)) {
      throw new TributaryError("conflict", "This alert closes automatically once the problem is resolved.");
    }
    if (found.kind === "id_token_changed" && found.destinationId) {
      await acceptEnvironment(sql, found.destinationId);
    }
    const ended = await sql.query<AlertRow>(
      `UPDATE alert a SET resolved_at = now(), dismissed_by = $2, dismissed_reason = $3
       WHERE id = $1::uuid AND resolved_at IS NULL
       RETURNING ${ALERT_COLUMNS}`,
      [alertId, ctx.actor.name, reason],
    );
    const [row] = ended.rows;
    if (!row) throw new TributaryError("conflict", "This alert has ended already.");

    await recordAudit(tx, ctx, {
      action: "alert.dismissed",
      customerId,
      subjectKind: "alert",
      subjectId: alertId,
      after: { kind: found.kind, reason },
    });
    return toAlertView(row);
  });
}
