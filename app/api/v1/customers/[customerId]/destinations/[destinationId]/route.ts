import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeCustomer } from "@/inngest/nudge";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { destinationChange } from "@/lib/setup/destinations/destination-input";
import { destinationView } from "@/lib/setup/destinations/destination-view";
import { showDestination } from "@/lib/setup/destinations/show-destination";

const params = { customerId: z.uuid(), destinationId: z.uuid() };

export const GET = handle({
  summary: "Show a destination",
  role: "viewer",
  params,
  answer: destinationView,
  run: (ctx, { params }) => showDestination(ctx, params),
});

export const PATCH = handle({
  summary: "Change a destination",
  role: "csm",
  params,
  body: destinationChange,
  answer: destinationView,
  run: async (ctx, { params, body }) => {
    const destination = await updateDestination(ctx, { ...params, ...body });
    // What a missing or refused key held up continues at once.
    await nudgeCustomer(params.customerId);
    return destination;
  },
});
