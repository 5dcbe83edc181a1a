import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createStatusLink } from "@/lib/status-links/create";
import { listStatusLinks, statusLinkListInput, statusLinkPage } from "@/lib/status-links/list";
import { revealedStatusLinkView, statusLinkInput } from "@/lib/status-links/status-link-view";

const params = { customerId: z.uuid() };

export const GET = handle({
  params,
  query: statusLinkListInput,
  answer: statusLinkPage,
  run: (ctx, { params, query }) => listStatusLinks(ctx, { ...params, ...query }),
});

export const POST = handle({
  params,
  body: statusLinkInput,
  answer: revealedStatusLinkView,
  status: 201,
  role: "csm",
  run: (ctx, { params, body }, once) => createStatusLink(ctx, { ...params, ...body }, once),
});
