import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { ownAlertView } from "@/lib/insight/alerts/alert-view";
import { quietInput } from "@/lib/insight/alerts/quiet-until";
import { snoozeAlert, wakeAlert } from "@/lib/insight/alerts/snooze-alert";

const params = { customerId: z.uuid(), alertId: z.uuid() };

export const POST = handle({
  summary: "Snooze an alert",
  description:
    "Hides it, without notices, until that time, until it doubles in size, or until it ends and opens again.",
  role: "csm",
  params,
  body: quietInput,
  answer: ownAlertView,
  run: (ctx, { params, body }) => snoozeAlert(ctx, { ...params, ...body }),
});

export const DELETE = handle({
  summary: "End the snooze of an alert",
  role: "csm",
  params,
  answer: ownAlertView,
  run: (ctx, { params }) => wakeAlert(ctx, params),
});
