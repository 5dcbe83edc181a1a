import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listReplays } from "@/lib/forwarding/replays/list-replays";
import { replayListInput } from "@/lib/forwarding/replays/replay-input";
import { replayPage } from "@/lib/forwarding/replays/replay-view";

export const GET = handle({
  summary: "List replays",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: replayListInput,
  answer: replayPage,
  run: (ctx, { params, query }) => listReplays(ctx, { ...params, ...query }),
});
