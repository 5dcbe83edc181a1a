import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { connectLinkView } from "@/lib/setup/connect-links/connect-link-view";
import { revokeConnectLink } from "@/lib/setup/connect-links/revoke-connect-link";

export const POST = handle({
  summary: "Revoke a connect link",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid(), connectLinkId: z.uuid() },
  answer: connectLinkView,
  run: (ctx, { params }) => revokeConnectLink(ctx, params),
});
