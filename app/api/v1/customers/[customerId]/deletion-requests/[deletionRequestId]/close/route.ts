import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { closeDeletionRequest } from "@/lib/privacy/deletions/close-deletion-request";
import { closeDeletionInput } from "@/lib/privacy/deletions/deletion-input";
import { deletionRequestView } from "@/lib/privacy/deletions/deletion-view";

export const POST = handle({
  summary: "Close a deletion request by hand",
  description: "As done, if a person did the rest by hand, or as refused. Deletes nothing.",
  role: "admin",
  params: { customerId: z.uuid(), deletionRequestId: z.uuid() },
  body: closeDeletionInput,
  answer: deletionRequestView,
  run: (ctx, { params, body }) => closeDeletionRequest(ctx, { ...params, ...body }),
});
