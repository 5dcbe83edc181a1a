import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createdConnectLinkView } from "@/lib/connect-links/connect-link-view";
import { connectLinkInput, createConnectLink } from "@/lib/connect-links/create";
import { connectLinkListInput, connectLinkPage, listConnectLinks } from "@/lib/connect-links/list";

const params = { customerId: z.uuid(), destinationId: z.uuid() };

export const GET = handle({
  params,
  query: connectLinkListInput,
  answer: connectLinkPage,
  run: (ctx, { params, query }) => listConnectLinks(ctx, { ...params, ...query }),
});

export const POST = handle({
  params,
  body: connectLinkInput,
  answer: createdConnectLinkView,
  status: 201,
  run: (ctx, { params, body }, once) => createConnectLink(ctx, { ...params, ...body }, once),
});
