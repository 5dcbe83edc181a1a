import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revealedEndpointView } from "@/lib/endpoints/endpoint-view";
import { revealEndpoint } from "@/lib/endpoints/reveal";

export const POST = handle({
  params: { customerId: z.uuid(), destinationId: z.uuid(), endpointId: z.uuid() },
  answer: revealedEndpointView,
  run: (ctx, { params }) => revealEndpoint(ctx, params),
});
