import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { effectsView } from "@/lib/insight/effects/effects-view";
import { measureSourceEffects, sourceEffectsInput } from "@/lib/insight/effects/measure-source-effects";

export const POST = handle({
  summary: "Measure the effect of changing a source",
  description:
    "Shows what saving other settings would do, measured on stored data. Changes nothing and sends nothing.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  body: sourceEffectsInput,
  answer: effectsView,
  run: (ctx, { params, body }) => measureSourceEffects(ctx, { ...params, ...body }),
});
