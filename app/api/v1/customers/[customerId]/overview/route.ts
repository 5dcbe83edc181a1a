import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { overviewView } from "@/lib/insight/overview/overview-view";
import { showOverview } from "@/lib/insight/overview/show-overview";

export const GET = handle({
  summary: "Show both flows of a customer",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: overviewView,
  run: (ctx, { params }) => showOverview(ctx, params),
});
