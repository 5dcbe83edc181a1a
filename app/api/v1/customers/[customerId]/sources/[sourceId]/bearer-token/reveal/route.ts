import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { revealBearerToken, revealedBearerToken } from "@/lib/setup/sources/reveal-bearer-token";

export const POST = handle({
  summary: "Reveal a source’s bearer token",
  description: "Writes an audit entry.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: revealedBearerToken,
  run: (ctx, { params }) => revealBearerToken(ctx, params),
});
