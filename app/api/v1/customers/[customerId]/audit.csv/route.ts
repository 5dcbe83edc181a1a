import { z } from "zod";
import { handleDownload } from "@/app/api/v1/handle-download";
import { customerAuditFilter } from "@/lib/kernel/audit/audit-input";
import { exportCustomerAudit } from "@/lib/kernel/audit/export-csv";

export const GET = handleDownload({
  summary: "Download audit entries of a customer",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: customerAuditFilter,
  contentType: "text/csv; charset=utf-8",
  fileName: (now) => `tributary-customer-audit-${now.toISOString().slice(0, 10)}.csv`,
  run: (ctx, { params, query }) => exportCustomerAudit(ctx, { ...params, ...query }),
});
