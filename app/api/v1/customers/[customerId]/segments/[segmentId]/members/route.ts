import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listMembers, memberListInput, memberPage } from "@/lib/cohorts/members/list-members";

export const GET = handle({
  summary: "List members of a segment",
  role: "viewer",
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  query: memberListInput,
  answer: memberPage,
  run: (ctx, { params, query }) => listMembers(ctx, { ...params, ...query }),
});
