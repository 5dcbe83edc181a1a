import { handleDownload } from "@/app/api/v1/handle-download";
import { auditFilter } from "@/lib/kernel/audit/audit-input";
import { exportAudit } from "@/lib/kernel/audit/export-csv";

export const GET = handleDownload({
  summary: "Download the audit log",
  role: "csm",
  query: auditFilter,
  contentType: "text/csv; charset=utf-8",
  fileName: (now) => `tributary-audit-${now.toISOString().slice(0, 10)}.csv`,
  run: (ctx, { query }) => exportAudit(ctx, query),
});
