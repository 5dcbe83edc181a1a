import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { customerAuditListInput } from "@/lib/kernel/audit/audit-input";
import { auditPage } from "@/lib/kernel/audit/audit-view";
import { listCustomerAudit } from "@/lib/kernel/audit/list-audit";

export const GET = handle({
  summary: "List audit entries of a customer",
  description: "Newest first.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: customerAuditListInput,
  answer: auditPage,
  run: (ctx, { params, query }) => listCustomerAudit(ctx, { ...params, ...query }),
});
