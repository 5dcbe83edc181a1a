import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revokeStatusLink } from "@/lib/setup/status-links/revoke-status-link";
import { statusLinkView } from "@/lib/setup/status-links/status-link-view";

export const POST = handle({
  summary: "Revoke a status link",
  role: "csm",
  params: { customerId: z.uuid(), statusLinkId: z.uuid() },
  answer: statusLinkView,
  run: (ctx, { params }) => revokeStatusLink(ctx, params),
});
