import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { erasurePreviewInput } from "@/lib/privacy/erasures/erasure-input";
import { erasurePreview, previewErasure } from "@/lib/privacy/erasures/preview-erasure";

export const POST = handle({
  summary: "Preview an erasure",
  description: "Counts what an erasure would remove. Changes nothing.",
  role: "admin",
  params: { customerId: z.uuid() },
  body: erasurePreviewInput,
  answer: erasurePreview,
  run: (ctx, { params, body }) => previewErasure(ctx, { ...params, ...body }),
});
