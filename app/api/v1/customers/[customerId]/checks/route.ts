import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { checksView } from "@/lib/checks/check-view";
import { listChecks } from "@/lib/checks/list";

export const GET = handle({
  params: { customerId: z.uuid() },
  answer: checksView,
  run: (ctx, { params }) => listChecks(ctx, params),
});
