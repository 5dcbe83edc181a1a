import { handle } from "@/app/api/v1/handle";
import { auditActorsView } from "@/lib/audit/audit-view";
import { listAuditActors } from "@/lib/audit/list-actors";

export const GET = handle({
  summary: "List who stands in the audit log",
  role: "viewer",
  answer: auditActorsView,
  run: (ctx) => listAuditActors(ctx),
});
