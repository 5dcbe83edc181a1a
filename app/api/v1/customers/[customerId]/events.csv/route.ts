import { z } from "zod";
import { handleDownload } from "@/app/api/v1/handle-download";
import { eventExportInput, exportEvents } from "@/lib/forwarding/events/export-events";

export const GET = handleDownload({
  summary: "Download events",
  role: "csm",
  params: { customerId: z.uuid() },
  query: eventExportInput,
  contentType: "text/csv; charset=utf-8",
  fileName: (now) => `tributary-events-${now.toISOString().slice(0, 10)}.csv`,
  run: (ctx, { params, query }) => exportEvents(ctx, { ...params, ...query }),
});
