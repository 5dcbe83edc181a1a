import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { textInput } from "@/lib/kernel/api/text-input";
import { TributaryError } from "@/lib/kernel/errors";
import { MOST_NOTES, type OwnAlertView } from "./alert-view";
import { type AlertIds, changeOpenAlert } from "./change-open-alert";

/** What was found out or agreed. */
export const alertNoteInput = z.strictObject({ text: textInput(1_000) });

/**
 * Writes a note at an open alert for the team. The audit log says that there is one, not what it says: an erasure reaches
 * the note, and never the log.
 * @throws TributaryError `forbidden`, `invalid`, `not_found`, `conflict` (the alert has ended, or has 20 notes)
 */
export async function addAlertNote(
  ctx: Ctx,
  { customerId, alertId, ...rest }: z.input<typeof alertNoteInput> & AlertIds,
): Promise<OwnAlertView> {
  requireRole(ctx, "csm");
  const { text } = parseInput(alertNoteInput, rest);

  return changeOpenAlert(ctx, { customerId, alertId }, async ({ kind }, tx) => {
    if ((await tx.alertNote.count({ where: { alertId } })) >= MOST_NOTES) {
      throw new TributaryError("conflict", `This alert already has the maximum of ${MOST_NOTES} notes.`);
    }
    await tx.alertNote.create({ data: { customerId, alertId, text, writtenBy: ctx.actor.name } });
    return { action: "alert.note_added", after: { kind }, data: {} };
  });
}
