import { z } from "zod";
import { handleDownload } from "@/app/api/v1/handle-download";
import { exportCustomer } from "@/lib/privacy/exports/export-customer";

export const GET = handleDownload({
  summary: "Download everything about a customer",
  description:
    "Gzipped NDJSON: one JSON object {type, data} a line; the first line is 'export', the last one 'end' with the number of lines of each type.",
  role: "admin",
  params: { customerId: z.uuid() },
  query: z.strictObject({}),
  contentType: "application/gzip",
  fileName: (now) => `tributary-customer-${now.toISOString().slice(0, 10)}.ndjson.gz`,
  run: (ctx, { params }) => exportCustomer(ctx, params),
});
