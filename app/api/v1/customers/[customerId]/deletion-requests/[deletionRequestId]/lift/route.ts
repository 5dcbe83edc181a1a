import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { deletionRequestView } from "@/lib/privacy/deletions/deletion-view";
import { liftSuppression } from "@/lib/privacy/deletions/lift-suppression";

export const POST = handle({
  summary: "Accept a deleted user’s data again",
  description:
    "For someone who signed up again after their deletion was done. The block of every other request with one of their IDs is lifted too; all of these requests must be done.",
  role: "admin",
  params: { customerId: z.uuid(), deletionRequestId: z.uuid() },
  answer: deletionRequestView,
  run: (ctx, { params }) => liftSuppression(ctx, params),
});
