import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { addAlertNote, alertNoteInput } from "@/lib/insight/alerts/add-alert-note";
import { ownAlertView } from "@/lib/insight/alerts/alert-view";

export const POST = handle({
  summary: "Add a note to an alert",
  role: "csm",
  params: { customerId: z.uuid(), alertId: z.uuid() },
  body: alertNoteInput,
  answer: ownAlertView,
  status: 201,
  run: (ctx, { params, body }) => addAlertNote(ctx, { ...params, ...body }),
});
