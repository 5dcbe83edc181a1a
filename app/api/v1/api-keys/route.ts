import { handle } from "@/app/api/v1/handle";
import { apiKeyInput, apiKeyListInput } from "@/lib/api-keys/api-key-input";
import { createdApiKeyView } from "@/lib/api-keys/api-key-view";
import { createApiKey } from "@/lib/api-keys/create-api-key";
import { apiKeyPage, listApiKeys } from "@/lib/api-keys/list-api-keys";

export const GET = handle({
  query: apiKeyListInput,
  answer: apiKeyPage,
  run: (ctx, { query }) => listApiKeys(ctx, query),
});

export const POST = handle({
  body: apiKeyInput,
  answer: createdApiKeyView,
  status: 201,
  run: (ctx, { body }, once) => createApiKey(ctx, body, once),
});
