import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { pauseSource } from "@/lib/setup/sources/pause-source";
import { sourceView } from "@/lib/setup/sources/source-view";

export const POST = handle({
  summary: "Pause a source",
  description: "Events are kept, not forwarded.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: sourceView,
  run: (ctx, { params }) => pauseSource(ctx, params),
});
