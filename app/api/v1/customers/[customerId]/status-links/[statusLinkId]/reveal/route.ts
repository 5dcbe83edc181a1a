import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revealStatusLink } from "@/lib/status-links/reveal";
import { revealedStatusLinkView } from "@/lib/status-links/status-link-view";

export const POST = handle({
  params: { customerId: z.uuid(), statusLinkId: z.uuid() },
  answer: revealedStatusLinkView,
  role: "csm",
  run: (ctx, { params }) => revealStatusLink(ctx, params),
});
