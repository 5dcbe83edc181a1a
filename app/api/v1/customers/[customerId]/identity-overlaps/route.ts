import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listOverlaps, overlapList } from "@/lib/identity-overlaps/list";

export const GET = handle({
  params: { customerId: z.uuid() },
  answer: overlapList,
  run: (ctx, { params }) => listOverlaps(ctx, params),
});
