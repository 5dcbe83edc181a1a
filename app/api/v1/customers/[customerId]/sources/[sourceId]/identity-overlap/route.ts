import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { measureOverlapNow } from "@/lib/identity-overlaps/measure-now";
import { overlapView } from "@/lib/identity-overlaps/overlap-view";

/** Measures at once; GET /identity-overlaps reads what was measured last. */
export const POST = handle({
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: overlapView,
  run: (ctx, { params }) => measureOverlapNow(ctx, params),
});
