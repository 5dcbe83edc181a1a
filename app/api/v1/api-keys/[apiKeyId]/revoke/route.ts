import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { apiKeyView } from "@/lib/team/api-keys/api-key-view";
import { revokeApiKey } from "@/lib/team/api-keys/revoke-api-key";

export const POST = handle({
  summary: "Revoke an API key",
  description: "Your own, or anyone’s if you are an admin. It stops working right away.",
  role: "viewer",
  params: { apiKeyId: z.uuid() },
  answer: apiKeyView,
  run: (ctx, { params }) => revokeApiKey(ctx, params),
});
