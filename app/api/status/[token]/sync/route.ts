import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { type StatusSyncInput, statusActionView, syncFromStatus } from "@/lib/insight/status/act-from-status";
import {
  type ActiveStatusLink,
  findActiveStatusLink,
} from "@/lib/setup/status-links/find-active-status-link";

export const POST = secretLink({
  path: "/api/status/[token]/sync",
  answer: statusActionView,
  find: findActiveStatusLink,
  run: async ({ link, body }: SecretLinkRequest<ActiveStatusLink, StatusSyncInput>) => {
    const data = await syncFromStatus(link, body);
    await sendEvent({ name: EVENTS.syncRequested, data });
    return { isDone: true as const };
  },
});
