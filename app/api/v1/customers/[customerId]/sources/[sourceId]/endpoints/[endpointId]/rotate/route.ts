import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { endpointRotation, rotateEndpoint } from "@/lib/setup/endpoints/rotate-endpoint";

export const POST = handle({
  summary: "Rotate an endpoint of a source",
  description: "The response contains the new URL; the old one works until the overlap ends.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid(), endpointId: z.uuid() },
  body: endpointRotation,
  answer: revealedEndpointView,
  status: 201,
  run: (ctx, { params, body }, once) => rotateEndpoint(ctx, { ...params, ...body }, once),
});
