import { z } from "zod";
import { handleDownload } from "@/app/api/v1/handle-download";
import { exportSyncs, syncExportInput } from "@/lib/cohorts/syncs/export-syncs";

export const GET = handleDownload({
  summary: "Download syncs with their pushes",
  role: "csm",
  params: { customerId: z.uuid() },
  query: syncExportInput,
  contentType: "text/csv; charset=utf-8",
  fileName: (now) => `tributary-syncs-${now.toISOString().slice(0, 10)}.csv`,
  run: (ctx, { params, query }) => exportSyncs(ctx, { ...params, ...query }),
});
