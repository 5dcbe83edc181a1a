import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { ownAlertView } from "@/lib/insight/alerts/alert-view";
import { dismissAlert, dismissalInput } from "@/lib/insight/alerts/dismiss-alert";

export const POST = handle({
  summary: "Dismiss an alert",
  description: "Only alerts with `isDismissable`, which are about something that happened.",
  role: "csm",
  params: { customerId: z.uuid(), alertId: z.uuid() },
  body: dismissalInput,
  answer: ownAlertView,
  run: (ctx, { params, body }) => dismissAlert(ctx, { ...params, ...body }),
});
