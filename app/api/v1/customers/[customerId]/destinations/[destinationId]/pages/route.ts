import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listReceivedPages, receivedPageListInput } from "@/lib/cohorts/pages/list-received-pages";
import { receivedPagePage } from "@/lib/cohorts/pages/received-page-view";

const params = { customerId: z.uuid(), destinationId: z.uuid() };

export const GET = handle({
  summary: "List what Heap sent",
  description: "Every request of Heap’s segment webhook and what became of it, without the users in it.",
  role: "viewer",
  params,
  query: receivedPageListInput,
  answer: receivedPagePage,
  run: (ctx, { params, query }) => listReceivedPages(ctx, { ...params, ...query }),
});
