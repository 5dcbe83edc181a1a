import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeCustomer } from "@/inngest/nudge";
import { showSource } from "@/lib/setup/sources/show-source";
import { sourceChange } from "@/lib/setup/sources/source-input";
import { changedSourceView, sourceView } from "@/lib/setup/sources/source-view";
import { updateSource } from "@/lib/setup/sources/update-source";

const params = { customerId: z.uuid(), sourceId: z.uuid() };

export const GET = handle({
  summary: "Show a source",
  role: "viewer",
  params,
  answer: sourceView,
  run: (ctx, { params }) => showSource(ctx, params),
});

export const PATCH = handle({
  summary: "Change a source",
  role: "csm",
  params,
  body: sourceChange,
  answer: changedSourceView,
  run: async (ctx, { params, body }) => {
    const source = await updateSource(ctx, { ...params, ...body });
    await nudgeCustomer(params.customerId);
    return source;
  },
});
