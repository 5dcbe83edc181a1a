import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revealStatusLink } from "@/lib/setup/status-links/reveal-status-link";
import { revealedStatusLinkView } from "@/lib/setup/status-links/status-link-view";

export const POST = handle({
  summary: "Reveal a status link",
  description: "Writes an audit entry.",
  role: "csm",
  params: { customerId: z.uuid(), statusLinkId: z.uuid() },
  answer: revealedStatusLinkView,
  run: (ctx, { params }) => revealStatusLink(ctx, params),
});
