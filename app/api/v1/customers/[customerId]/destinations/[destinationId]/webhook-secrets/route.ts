import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { webhookSecretInput } from "@/lib/setup/destinations/destination-input";
import { webhookSecretView } from "@/lib/setup/destinations/destination-view";
import { addWebhookSecret } from "@/lib/setup/destinations/webhook-secrets";

export const POST = handle({
  summary: "Add a webhook secret",
  description: "Two can be active at once, so that you can replace one without a gap.",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  body: webhookSecretInput,
  answer: webhookSecretView,
  status: 201,
  run: (ctx, { params, body }, once) => addWebhookSecret(ctx, { ...params, ...body }, once),
});
