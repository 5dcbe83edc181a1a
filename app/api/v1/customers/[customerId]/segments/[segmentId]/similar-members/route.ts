import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import {
  listSimilarMembers,
  similarMemberInput,
  similarMemberList,
} from "@/lib/cohorts/members/list-similar-members";

export const GET = handle({
  summary: "List members whose IDs differ only in case or spaces",
  role: "viewer",
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  query: similarMemberInput,
  answer: similarMemberList,
  run: (ctx, { params, query }) => listSimilarMembers(ctx, { ...params, ...query }),
});
