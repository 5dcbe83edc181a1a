import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { destinationInput, destinationListInput } from "@/lib/setup/destinations/destination-input";
import { createdDestinationView } from "@/lib/setup/destinations/destination-view";
import { destinationPage, listDestinations } from "@/lib/setup/destinations/list-destinations";

const params = { customerId: z.uuid() };

export const GET = handle({
  summary: "List destinations",
  role: "viewer",
  params,
  query: destinationListInput,
  answer: destinationPage,
  run: (ctx, { params, query }) => listDestinations(ctx, { ...params, ...query }),
});

export const POST = handle({
  summary: "Create a destination",
  description: "The response contains the URL for Heap.",
  role: "csm",
  params,
  body: destinationInput,
  answer: createdDestinationView,
  status: 201,
  run: (ctx, { params, body }, once) => createDestination(ctx, { ...params, ...body }, once),
});
