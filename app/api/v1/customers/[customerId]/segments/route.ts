import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listSegments } from "@/lib/cohorts/segments/list-segments";
import { segmentListInput } from "@/lib/cohorts/segments/segment-input";
import { segmentPage } from "@/lib/cohorts/segments/segment-view";

export const GET = handle({
  summary: "List segments",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: segmentListInput,
  answer: segmentPage,
  run: (ctx, { params, query }) => listSegments(ctx, { ...params, ...query }),
});
