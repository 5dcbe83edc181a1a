import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { mappingPreviewInput } from "@/lib/forwarding/previews/mapping-preview-input";
import { mappingPreviewView, previewMapping } from "@/lib/forwarding/previews/preview-mapping";

export const POST = handle({
  summary: "Preview other settings on recent events",
  description:
    "Maps a source’s latest events with its own settings and with others. Sends nothing and changes nothing.",
  role: "viewer",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  body: mappingPreviewInput,
  answer: mappingPreviewView,
  run: (ctx, { params, body }) => previewMapping(ctx, { ...params, ...body }),
});
