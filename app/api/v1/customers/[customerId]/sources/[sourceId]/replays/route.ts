import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeReplay } from "@/inngest/nudge";
import { replayFilterInput } from "@/lib/forwarding/replays/replay-input";
import { replayView } from "@/lib/forwarding/replays/replay-view";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";

export const POST = handle({
  summary: "Replay events",
  description: "Maps the chosen events again and sends them to Heap, which counts none of them twice.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  body: replayFilterInput,
  answer: replayView,
  status: 201,
  run: async (ctx, { params, body }, once) => {
    const replay = await requestReplay(ctx, { ...params, ...body }, once);
    nudgeReplay(replay.id, params.customerId);
    return replay;
  },
});
