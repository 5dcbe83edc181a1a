import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createSource } from "@/lib/setup/sources/create-source";
import { listSources, sourcePage } from "@/lib/setup/sources/list-sources";
import { sourceInput, sourceListInput } from "@/lib/setup/sources/source-input";
import { createdSourceView } from "@/lib/setup/sources/source-view";

const params = { customerId: z.uuid() };

export const GET = handle({
  summary: "List sources",
  role: "viewer",
  params,
  query: sourceListInput,
  answer: sourcePage,
  run: (ctx, { params, query }) => listSources(ctx, { ...params, ...query }),
});

export const POST = handle({
  summary: "Create a source",
  description: "The response contains the URL for Braze.",
  role: "csm",
  params,
  body: sourceInput,
  answer: createdSourceView,
  status: 201,
  run: (ctx, { params, body }, once) => createSource(ctx, { ...params, ...body }, once),
});
