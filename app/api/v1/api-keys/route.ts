import { handle } from "@/app/api/v1/handle";
import { apiKeyInput, apiKeyListInput } from "@/lib/team/api-keys/api-key-input";
import { createdApiKeyView } from "@/lib/team/api-keys/api-key-view";
import { createApiKey } from "@/lib/team/api-keys/create-api-key";
import { apiKeyPage, listApiKeys } from "@/lib/team/api-keys/list-api-keys";

export const GET = handle({
  summary: "List API keys",
  description: "Your own, or everyone’s if you are an admin.",
  role: "viewer",
  query: apiKeyListInput,
  answer: apiKeyPage,
  run: (ctx, { query }) => listApiKeys(ctx, query),
});

export const POST = handle({
  summary: "Create an API key",
  description:
    "Only this response contains the key. Its role can be at most your own; only an admin can create a key for someone else.",
  role: "viewer",
  body: apiKeyInput,
  answer: createdApiKeyView,
  status: 201,
  run: (ctx, { body }, once) => createApiKey(ctx, body, once),
});
