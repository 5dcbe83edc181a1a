import { handle } from "@/app/api/v1/handle";
import { auditActorsView } from "@/lib/kernel/audit/audit-view";
import { listAuditActors } from "@/lib/kernel/audit/list-actors";

export const GET = handle({
  summary: "List who appears in the audit log",
  role: "viewer",
  answer: auditActorsView,
  run: (ctx) => listAuditActors(ctx),
});
