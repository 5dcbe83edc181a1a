import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { showOverview } from "@/lib/customers/overview";
import { overviewView } from "@/lib/customers/overview-view";

export const GET = handle({
  summary: "Show both flows of a customer",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: overviewView,
  run: (ctx, { params }) => showOverview(ctx, params),
});
