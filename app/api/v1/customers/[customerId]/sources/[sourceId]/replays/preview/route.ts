import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { previewReplay, replayPreviewView } from "@/lib/forwarding/replays/preview-replay";
import { replayPreviewInput } from "@/lib/forwarding/replays/replay-input";

export const POST = handle({
  summary: "Preview a replay",
  description: "Counts the chosen events and maps a sample of them. Changes nothing.",
  role: "viewer",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  body: replayPreviewInput,
  answer: replayPreviewView,
  run: (ctx, { params, body }) => previewReplay(ctx, { ...params, ...body }),
});
