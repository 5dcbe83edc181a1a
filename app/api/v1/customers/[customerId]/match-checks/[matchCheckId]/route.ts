import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { shownMatchCheckView } from "@/lib/cohorts/match-checks/match-check-view";
import { showMatchCheck } from "@/lib/cohorts/match-checks/show-match-check";

export const GET = handle({
  summary: "Show a match check",
  description: "Includes the IDs in its sample that Braze does not know.",
  role: "viewer",
  params: { customerId: z.uuid(), matchCheckId: z.uuid() },
  answer: shownMatchCheckView,
  run: (ctx, { params }) => showMatchCheck(ctx, params),
});
