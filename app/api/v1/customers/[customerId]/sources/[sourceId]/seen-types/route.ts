import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeCustomer } from "@/inngest/nudge";
import { decideType, typeDecisionInput } from "@/lib/setup/sources/decide-type";
import { listSeenTypes } from "@/lib/setup/sources/list-seen-types";
import { seenTypesView } from "@/lib/setup/sources/type-view";

const params = { customerId: z.uuid(), sourceId: z.uuid() };

export const GET = handle({
  summary: "List a source’s new event types",
  description: "Types it has sent that are not in Braze’s documentation.",
  role: "viewer",
  params,
  answer: seenTypesView,
  run: (ctx, { params }) => listSeenTypes(ctx, params),
});

export const POST = handle({
  summary: "Decide about a new event type",
  description:
    "Forwards it, leaves it out, or takes the decision back. Events held for the decision continue at once.",
  role: "csm",
  params,
  body: typeDecisionInput,
  answer: seenTypesView,
  run: async (ctx, { params, body }) => {
    const types = await decideType(ctx, { ...params, ...body });
    await nudgeCustomer(params.customerId);
    return types;
  },
});
