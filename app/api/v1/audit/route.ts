import { handle } from "@/app/api/v1/handle";
import { auditListInput } from "@/lib/kernel/audit/audit-input";
import { auditPage } from "@/lib/kernel/audit/audit-view";
import { listAudit } from "@/lib/kernel/audit/list-audit";

export const GET = handle({
  summary: "List the audit log",
  description: "Newest first.",
  role: "csm",
  query: auditListInput,
  answer: auditPage,
  run: (ctx, { query }) => listAudit(ctx, query),
});
