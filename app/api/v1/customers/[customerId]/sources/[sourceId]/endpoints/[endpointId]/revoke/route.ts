import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { endpointView } from "@/lib/setup/endpoints/endpoint-view";
import { revokeEndpoint } from "@/lib/setup/endpoints/revoke-endpoint";

export const POST = handle({
  summary: "Revoke an endpoint of a source",
  description: "From then on, it returns 404.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid(), endpointId: z.uuid() },
  answer: endpointView,
  run: (ctx, { params }) => revokeEndpoint(ctx, params),
});
