import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { apiKeyView } from "@/lib/api-keys/api-key-view";
import { revokeApiKey } from "@/lib/api-keys/revoke-api-key";

export const POST = handle({
  params: { apiKeyId: z.uuid() },
  answer: apiKeyView,
  run: (ctx, { params }) => revokeApiKey(ctx, params),
});
