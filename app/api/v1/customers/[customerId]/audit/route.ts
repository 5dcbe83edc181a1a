import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { auditListInput, auditPage, listAudit } from "@/lib/audit/list";

export const GET = handle({
  params: { customerId: z.uuid() },
  query: auditListInput,
  answer: auditPage,
  run: (ctx, { params, query }) => listAudit(ctx, { ...params, ...query }),
});
