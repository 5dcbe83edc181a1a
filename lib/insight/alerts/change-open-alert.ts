import type { Ctx } from "@/lib/kernel/actor";
import { type AuditInput, recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { Alert, Prisma } from "@/prisma/generated/client";
import { ALERT_COLUMNS, type AlertRow, type OwnAlertView, toAlertView } from "./alert-view";

/** Which alert. */
export interface AlertIds {
  customerId: string;
  alertId: string;
}

/** What is to change, and what the audit log says of it. */
interface AlertChange extends Pick<AuditInput, "action" | "before" | "after"> {
  data: Prisma.AlertUncheckedUpdateInput;
}

/**
 * Changes what people keep at an open alert: one transaction with its audit entry. The verb has checked the role.
 * @param decide what to change, told from the alert as it is; null for nothing
 * @throws TributaryError `not_found`, `conflict` (it has ended), and what `decide` throws
 */
export async function changeOpenAlert(
  ctx: Ctx,
  { customerId, alertId }: AlertIds,
  decide: (found: Alert, tx: Transaction) => AlertChange | null | Promise<AlertChange | null>,
): Promise<OwnAlertView> {
  return prisma.$transaction(async (tx) => {
    const sql = sqlOf(tx);
    await sql.query("SELECT FROM alert WHERE id = $1 AND customer_id = $2 FOR UPDATE", [alertId, customerId]);
    const found = await tx.alert.findFirst({ where: { id: alertId, customerId } });
    if (!found) throw new TributaryError("not_found", "There is no such alert.");
    if (found.resolvedAt) throw new TributaryError("conflict", "This alert has ended already.");

    const change = await decide(found, tx);
    if (change) {
      const { data, ...audit } = change;
      await tx.alert.update({ where: { id: alertId }, data });
      await recordAudit(tx, ctx, { ...audit, customerId, subjectKind: "alert", subjectId: alertId });
    }
    const { rows } = await sql.query<AlertRow>(`SELECT ${ALERT_COLUMNS} FROM alert a WHERE a.id = $1`, [
      alertId,
    ]);
    return toAlertView(rows[0] as AlertRow);
  });
}
