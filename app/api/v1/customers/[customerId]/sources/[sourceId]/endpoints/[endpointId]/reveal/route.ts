import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { revealEndpoint } from "@/lib/setup/endpoints/reveal-endpoint";

export const POST = handle({
  summary: "Reveal an endpoint of a source",
  description: "The response contains its URL. Writes an audit entry.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid(), endpointId: z.uuid() },
  answer: revealedEndpointView,
  run: (ctx, { params }) => revealEndpoint(ctx, params),
});
