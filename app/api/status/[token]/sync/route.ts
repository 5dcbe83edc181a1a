import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { type StatusSyncInput, statusActionView, syncFromStatus } from "@/lib/insight/status/act-from-status";

export const POST = secretLink({
  path: "/api/status/[token]/sync",
  answer: statusActionView,
  run: async ({ token, body, address }: SecretLinkRequest<StatusSyncInput>) => {
    const data = await syncFromStatus(token, body, address);
    await sendEvent({ name: EVENTS.syncRequested, data });
    return { isDone: true as const };
  },
});
