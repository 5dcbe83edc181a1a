import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { issuesView, listIssues } from "@/lib/forwarding/events/list-issues";

export const GET = handle({
  summary: "List quarantined events by cause",
  description:
    "The latest 20,000 of each source, and of past weeks those of the latest 1,000 batches with some; `isPartial` says that there may be more.",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: issuesView,
  run: (ctx, { params }) => listIssues(ctx, params),
});
