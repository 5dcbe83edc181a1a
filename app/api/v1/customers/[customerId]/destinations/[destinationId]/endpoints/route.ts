import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createEndpoint } from "@/lib/setup/endpoints/create-endpoint";
import { revealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { endpointListInput, endpointPage, listEndpoints } from "@/lib/setup/endpoints/list-endpoints";

const params = { customerId: z.uuid(), destinationId: z.uuid() };

export const GET = handle({
  summary: "List endpoints of a destination",
  role: "viewer",
  params,
  query: endpointListInput,
  answer: endpointPage,
  run: (ctx, { params, query }) => listEndpoints(ctx, { ...params, ...query }),
});

export const POST = handle({
  summary: "Create an endpoint of a destination",
  role: "csm",
  params,
  answer: revealedEndpointView,
  status: 201,
  run: (ctx, { params }, once) => createEndpoint(ctx, params, once),
});
