import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { hopsView } from "@/lib/insight/proven-hops/hops-view";
import { listHops } from "@/lib/insight/proven-hops/list-hops";

export const GET = handle({
  summary: "List the checks of onboarding",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: hopsView,
  run: (ctx, { params }) => listHops(ctx, params),
});
