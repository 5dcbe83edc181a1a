import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { keyTestView, testKey } from "@/lib/setup/destinations/test-key";

export const POST = handle({
  summary: "Test the Data Import Key with Braze",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  answer: keyTestView,
  run: (ctx, { params }) => testKey(ctx, params),
});
