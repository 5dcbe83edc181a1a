import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeDeletion } from "@/inngest/nudge";
import { approveDeletionRequest } from "@/lib/privacy/deletions/approve-deletion-request";
import { deletionRequestView } from "@/lib/privacy/deletions/deletion-view";

export const POST = handle({
  summary: "Carry out a deletion request",
  description:
    "Starts it, or retries what failed: the user is erased here and deleted in Heap and Braze. This cannot be undone. From then on, new data about the user is filtered.",
  role: "admin",
  params: { customerId: z.uuid(), deletionRequestId: z.uuid() },
  answer: deletionRequestView,
  run: async (ctx, { params }) => {
    const request = await approveDeletionRequest(ctx, params);
    if (request.state === "under_way") nudgeDeletion(request.id, params.customerId);
    return request;
  },
});
