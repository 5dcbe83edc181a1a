import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createdConnectLinkView } from "@/lib/setup/connect-links/connect-link-view";
import { connectLinkInput, createConnectLink } from "@/lib/setup/connect-links/create-connect-link";
import {
  connectLinkListInput,
  connectLinkPage,
  listConnectLinks,
} from "@/lib/setup/connect-links/list-connect-links";

const params = { customerId: z.uuid(), destinationId: z.uuid() };

export const GET = handle({
  summary: "List connect links",
  description: "Links through which customers enter their own secrets.",
  role: "viewer",
  params,
  query: connectLinkListInput,
  answer: connectLinkPage,
  run: (ctx, { params, query }) => listConnectLinks(ctx, { ...params, ...query }),
});

export const POST = handle({
  summary: "Create a connect link",
  description: "Only this response contains the link.",
  role: "csm",
  params,
  body: connectLinkInput,
  answer: createdConnectLinkView,
  status: 201,
  run: (ctx, { params, body }, once) => createConnectLink(ctx, { ...params, ...body }, once),
});
