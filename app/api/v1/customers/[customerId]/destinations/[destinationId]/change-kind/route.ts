import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { changeDestinationKind, kindChange } from "@/lib/cohorts/destinations/change-destination-kind";
import { destinationView } from "@/lib/setup/destinations/destination-view";

export const POST = handle({
  summary: "Change how a destination’s segments show in Braze",
  description:
    "Everyone in every segment is sent again, as the other kind. Whatever Braze has of the old kind stays there unchanged and is no longer updated.",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  body: kindChange,
  answer: destinationView,
  run: (ctx, { params, body }) => changeDestinationKind(ctx, { ...params, ...body }),
});
