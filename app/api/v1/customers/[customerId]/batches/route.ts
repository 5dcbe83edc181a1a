import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { batchListInput, batchPage, listBatches } from "@/lib/forwarding/batches/list-batches";

export const GET = handle({
  summary: "List batches",
  description: "Requests from Braze, as received, newest first.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: batchListInput,
  answer: batchPage,
  run: (ctx, { params, query }) => listBatches(ctx, { ...params, ...query }),
});
