import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { webhookSecretView } from "@/lib/setup/destinations/destination-view";
import { revokeWebhookSecret } from "@/lib/setup/destinations/webhook-secrets";

export const POST = handle({
  summary: "Revoke a webhook secret",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid(), webhookSecretId: z.uuid() },
  answer: webhookSecretView,
  run: (ctx, { params }) => revokeWebhookSecret(ctx, params),
});
