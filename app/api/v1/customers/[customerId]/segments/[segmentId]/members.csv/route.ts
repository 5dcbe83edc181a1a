import { z } from "zod";
import { handleDownload } from "@/app/api/v1/handle-download";
import { exportMembers, memberExportInput } from "@/lib/cohorts/members/export-members";

export const GET = handleDownload({
  summary: "Download members of a segment",
  role: "csm",
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  query: memberExportInput,
  contentType: "text/csv; charset=utf-8",
  fileName: (now) => `tributary-members-${now.toISOString().slice(0, 10)}.csv`,
  run: (ctx, { params, query }) => exportMembers(ctx, { ...params, ...query }),
});
