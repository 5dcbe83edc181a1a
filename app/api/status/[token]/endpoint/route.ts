import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import {
  revealFromStatus,
  type StatusEndpointInput,
  statusEndpointView,
} from "@/lib/insight/status/act-from-status";
import {
  type ActiveStatusLink,
  findActiveStatusLink,
} from "@/lib/setup/status-links/find-active-status-link";

export const POST = secretLink({
  path: "/api/status/[token]/endpoint",
  answer: statusEndpointView,
  find: findActiveStatusLink,
  run: ({ link, body }: SecretLinkRequest<ActiveStatusLink, StatusEndpointInput>) =>
    revealFromStatus(link, body),
});
