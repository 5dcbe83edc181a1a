import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listOverlaps, overlapList } from "@/lib/insight/identity-overlaps/list-overlaps";

export const GET = handle({
  summary: "List the identity overlap of each source",
  description:
    "How many of the distinct identities in recent Currents events are members of the customer’s Heap segments, for both of Braze’s IDs, and what that means. As last measured in the background.",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: overlapList,
  run: (ctx, { params }) => listOverlaps(ctx, params),
});
