import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import {
  type StatusToggleInput,
  statusActionView,
  toggleFromStatus,
} from "@/lib/insight/status/act-from-status";
import {
  type ActiveStatusLink,
  findActiveStatusLink,
} from "@/lib/setup/status-links/find-active-status-link";

export const POST = secretLink({
  path: "/api/status/[token]/toggle",
  answer: statusActionView,
  find: findActiveStatusLink,
  run: async ({ link, body }: SecretLinkRequest<ActiveStatusLink, StatusToggleInput>) => {
    await toggleFromStatus(link, body);
    return { isDone: true as const };
  },
});
