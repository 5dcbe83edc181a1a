import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { estimateVolume, volumeView } from "@/lib/forwarding/events/estimate-volume";

export const GET = handle({
  summary: "Estimate how many events a source adds to Heap per day",
  role: "viewer",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: volumeView,
  run: (ctx, { params }) => estimateVolume(ctx, params),
});
