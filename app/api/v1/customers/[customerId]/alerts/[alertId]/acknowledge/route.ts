import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { acknowledgeAlert, withdrawAcknowledgement } from "@/lib/insight/alerts/acknowledge-alert";
import { ownAlertView } from "@/lib/insight/alerts/alert-view";

const params = { customerId: z.uuid(), alertId: z.uuid() };

export const POST = handle({
  summary: "Acknowledge an alert",
  description: "Says that someone has seen it. It stays in the lists, and its notices are still sent.",
  role: "csm",
  params,
  answer: ownAlertView,
  run: (ctx, { params }) => acknowledgeAlert(ctx, params),
});

export const DELETE = handle({
  summary: "Undo an acknowledgement",
  role: "csm",
  params,
  answer: ownAlertView,
  run: (ctx, { params }) => withdrawAcknowledgement(ctx, params),
});
