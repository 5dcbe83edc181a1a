import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import {
  revealFromStatus,
  type StatusEndpointInput,
  statusEndpointView,
} from "@/lib/insight/status/act-from-status";

export const POST = secretLink({
  path: "/api/status/[token]/endpoint",
  answer: statusEndpointView,
  run: ({ token, body, address }: SecretLinkRequest<StatusEndpointInput>) =>
    revealFromStatus(token, body, address),
});
