import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { deletionListInput } from "@/lib/privacy/deletions/deletion-input";
import { deletionRequestPage } from "@/lib/privacy/deletions/deletion-view";
import { listDeletionRequests } from "@/lib/privacy/deletions/list-deletion-requests";

export const GET = handle({
  summary: "List deletion requests",
  description: "Requests from Braze, newest first, with what became of each here, in Heap and in Braze.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: deletionListInput,
  answer: deletionRequestPage,
  run: (ctx, { params, query }) => listDeletionRequests(ctx, { ...params, ...query }),
});
