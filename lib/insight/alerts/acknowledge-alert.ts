import { type Ctx, requireRole } from "@/lib/kernel/actor";
import type { OwnAlertView } from "./alert-view";
import { type AlertIds, changeOpenAlert } from "./change-open-alert";

/**
 * Says that somebody has seen an open alert. It stays in every list and its notices go out. A repeat changes nothing:
 * the first one counts.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (it has ended)
 */
export async function acknowledgeAlert(ctx: Ctx, ids: AlertIds): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  return changeOpenAlert(ctx, ids, ({ acknowledgedBy, kind }) =>
    acknowledgedBy === null
      ? {
          action: "alert.acknowledged",
          after: { kind },
          data: { acknowledgedAt: new Date(), acknowledgedBy: ctx.actor.name },
        }
      : null,
  );
}

/**
 * Takes an acknowledgement back. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (it has ended)
 */
export async function withdrawAcknowledgement(ctx: Ctx, ids: AlertIds): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  return changeOpenAlert(ctx, ids, ({ acknowledgedBy, kind }) =>
    acknowledgedBy === null
      ? null
      : {
          action: "alert.acknowledgement_withdrawn",
          before: { acknowledgedBy },
          after: { kind },
          data: { acknowledgedAt: null, acknowledgedBy: null },
        },
  );
}
