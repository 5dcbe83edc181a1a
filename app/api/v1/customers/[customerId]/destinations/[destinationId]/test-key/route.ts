import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { keyTestView, testKey } from "@/lib/setup/destinations/test-key";

export const POST = handle({
  summary: "Test the key that a destination uses to write to Braze",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  answer: keyTestView,
  run: (ctx, { params }) => testKey(ctx, params),
});
