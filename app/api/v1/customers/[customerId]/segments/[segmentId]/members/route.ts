import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listMembers, memberListInput, memberPage } from "@/lib/members/list";

export const GET = handle({
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  query: memberListInput,
  answer: memberPage,
  run: (ctx, { params, query }) => listMembers(ctx, { ...params, ...query }),
});
