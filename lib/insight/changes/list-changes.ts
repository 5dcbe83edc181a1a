import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { timeInput } from "@/lib/kernel/api/time-input";
import { findEntries } from "@/lib/kernel/audit/find-entries";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { CHANGE_ACTIONS } from "./change-kinds";
import { type ChangeView, changeView, toChangeView } from "./change-view";

/** More are not told at once: nobody reads them beside a chart. */
const MOST = 100;

/** From when until when; `from` is inclusive, `to` is not. Left out: as far back as the log goes, and until now. */
export const changeListInput = z.strictObject({ from: timeInput.optional(), to: timeInput.optional() });

export const changeList = z.strictObject({
  /** Newest first. */
  items: z.array(changeView),
  /** There are earlier ones in this time. */
  hasMore: z.boolean(),
});

/**
 * What people changed of how a customer's data flows, newest first: at most 100.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listChanges(
  ctx: Ctx,
  input: z.infer<typeof changeListInput> & { customerId: string },
): Promise<{ items: ChangeView[]; hasMore: boolean }> {
  requireRole(ctx, "viewer");
  await requireCustomer(input.customerId);
  const found = await findEntries({ ...input, actions: CHANGE_ACTIONS }, null, MOST + 1);
  const items = found.slice(0, MOST).map((entry) => ({
    ...toChangeView({ ...entry, by: entry.actor.name, customerId: input.customerId, subjectName: null }),
    summary: entry.summary,
  }));
  return { items, hasMore: found.length > MOST };
}
