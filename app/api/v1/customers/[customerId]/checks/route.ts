import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { checksView } from "@/lib/insight/proven-hops/hops-view";
import { listChecks } from "@/lib/insight/proven-hops/list-hops";

export const GET = handle({
  summary: "List the hops proven during onboarding",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: checksView,
  run: (ctx, { params }) => listChecks(ctx, params),
});
