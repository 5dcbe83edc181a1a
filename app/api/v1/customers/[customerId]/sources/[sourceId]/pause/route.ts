import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { pauseSource } from "@/lib/sources/pause";
import { sourceView } from "@/lib/sources/source-view";

export const POST = handle({
  summary: "Pause a source",
  description: "Events are kept, not forwarded.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: sourceView,
  run: (ctx, { params }) => pauseSource(ctx, params),
});
