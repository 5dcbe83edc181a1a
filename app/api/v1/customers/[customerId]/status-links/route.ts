import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import {
  listStatusLinks,
  statusLinkListInput,
  statusLinkPage,
} from "@/lib/setup/status-links/list-status-links";
import { statusLinkInput } from "@/lib/setup/status-links/status-link-input";
import { revealedStatusLinkView } from "@/lib/setup/status-links/status-link-view";

const params = { customerId: z.uuid() };

export const GET = handle({
  summary: "List status links",
  description: "Links to the customer’s own status page.",
  role: "viewer",
  params,
  query: statusLinkListInput,
  answer: statusLinkPage,
  run: (ctx, { params, query }) => listStatusLinks(ctx, { ...params, ...query }),
});

export const POST = handle({
  summary: "Create a status link",
  role: "csm",
  params,
  body: statusLinkInput,
  answer: revealedStatusLinkView,
  status: 201,
  run: (ctx, { params, body }, once) => createStatusLink(ctx, { ...params, ...body }, once),
});
