import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { cancelReplay } from "@/lib/forwarding/replays/cancel-replay";
import { replayView } from "@/lib/forwarding/replays/replay-view";

export const POST = handle({
  summary: "Cancel a replay",
  role: "csm",
  params: { customerId: z.uuid(), replayId: z.uuid() },
  answer: replayView,
  run: (ctx, { params }) => cancelReplay(ctx, params),
});
