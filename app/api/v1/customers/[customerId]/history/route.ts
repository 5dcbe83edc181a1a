import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { historyView } from "@/lib/insight/history/history-view";
import { historyInput, showHistory } from "@/lib/insight/history/show-history";

export const GET = handle({
  summary: "Show what happened in a time range",
  description:
    "Events, how long they took, calls and members, by hour, day or week, compared with the same length of time before it. Kept for two years. The range is widened to whole buckets in UTC and can have at most 750 of them. With a source: its events and calls. With a segment: its members, by day or week.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: historyInput,
  answer: historyView,
  run: (ctx, { params, query }) => showHistory(ctx, { ...params, ...query }),
});
