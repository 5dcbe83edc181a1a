import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { deletionListInput } from "@/lib/privacy/deletions/deletion-input";
import { deletionRequestPage } from "@/lib/privacy/deletions/deletion-view";
import { listDeletions } from "@/lib/privacy/deletions/list-deletions";

export const GET = handle({
  summary: "List requests to delete a user",
  description: "Requests from Braze, newest first, with what became of each here, in Heap and in Braze.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: deletionListInput,
  answer: deletionRequestPage,
  run: (ctx, { params, query }) => listDeletions(ctx, { ...params, ...query }),
});
