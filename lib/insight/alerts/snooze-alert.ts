import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import type { OwnAlertView } from "./alert-view";
import { type AlertIds, changeOpenAlert } from "./change-open-alert";
import { type quietInput, readQuietUntil } from "./quiet-until";

/**
 * Puts an open alert out of the way until a given time, and its notices with it. It wakes sooner when there are twice as
 * many of what it is about, or when it ends and opens again. A new snooze replaces an earlier one.
 * @throws TributaryError `forbidden`, `invalid`, `not_found`, `conflict` (it has ended)
 */
export async function snoozeAlert(
  ctx: Ctx,
  { customerId, alertId, ...rest }: z.input<typeof quietInput> & AlertIds,
): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  const until = readQuietUntil(rest);

  return changeOpenAlert(ctx, { customerId, alertId }, ({ kind, size, snoozedUntil }) => {
    if (snoozedUntil?.getTime() === until.getTime()) return null;
    return {
      action: "alert.snoozed",
      after: { kind, until: until.toISOString() },
      data: { snoozedUntil: until, snoozedBy: ctx.actor.name, snoozedSize: size },
    };
  });
}

/**
 * Ends a snooze. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (it has ended)
 */
export async function wakeAlert(ctx: Ctx, ids: AlertIds): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  return changeOpenAlert(ctx, ids, ({ kind, snoozedUntil }) =>
    snoozedUntil && snoozedUntil > new Date()
      ? {
          action: "alert.woken",
          before: { until: snoozedUntil.toISOString() },
          after: { kind },
          data: { snoozedUntil: null, snoozedBy: null, snoozedSize: null },
        }
      : null,
  );
}
