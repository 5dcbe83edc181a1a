import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { measureOverlapNow } from "@/lib/insight/identity-overlaps/measure-overlap-now";
import { overlapView } from "@/lib/insight/identity-overlaps/overlap-view";

export const POST = handle({
  summary: "Measure a source’s identity overlap now",
  description: "Sends nothing to Braze or Heap. Queued events count too.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: overlapView,
  run: (ctx, { params }) => measureOverlapNow(ctx, params),
});
