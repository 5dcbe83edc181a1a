import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { ownAlertView } from "@/lib/insight/alerts/alert-view";
import { assignAlert, assignmentInput } from "@/lib/insight/alerts/assign-alert";

export const POST = handle({
  summary: "Assign an alert",
  description: "To an active member of the team, or to nobody.",
  role: "csm",
  params: { customerId: z.uuid(), alertId: z.uuid() },
  body: assignmentInput,
  answer: ownAlertView,
  run: (ctx, { params, body }) => assignAlert(ctx, { ...params, ...body }),
});
