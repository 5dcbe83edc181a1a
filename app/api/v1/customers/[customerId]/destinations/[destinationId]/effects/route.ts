import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { effectsView } from "@/lib/insight/effects/effects-view";
import {
  destinationEffectsInput,
  measureDestinationEffects,
} from "@/lib/insight/effects/measure-destination-effects";

export const POST = handle({
  summary: "Measure the effect of changing a destination",
  description:
    "Shows what saving other settings would do, measured on stored data. Changes nothing and sends nothing.",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  body: destinationEffectsInput,
  answer: effectsView,
  run: (ctx, { params, body }) => measureDestinationEffects(ctx, { ...params, ...body }),
});
