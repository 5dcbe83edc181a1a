import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { muteCustomer, muteView, unmuteCustomer } from "@/lib/insight/alerts/mute-customer";
import { quietInput } from "@/lib/insight/alerts/quiet-until";

const params = { customerId: z.uuid() };

export const POST = handle({
  summary: "Mute a customer’s notices",
  role: "csm",
  params,
  body: quietInput,
  answer: muteView,
  run: (ctx, { params, body }) => muteCustomer(ctx, { ...params, ...body }),
});

export const DELETE = handle({
  summary: "Unmute a customer’s notices",
  role: "csm",
  params,
  answer: muteView,
  run: (ctx, { params }) => unmuteCustomer(ctx, params),
});
