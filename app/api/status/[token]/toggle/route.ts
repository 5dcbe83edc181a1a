import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import {
  type StatusToggleInput,
  statusActionView,
  toggleFromStatus,
} from "@/lib/insight/status/act-from-status";

export const POST = secretLink({
  path: "/api/status/[token]/toggle",
  answer: statusActionView,
  run: async ({ token, body, address }: SecretLinkRequest<StatusToggleInput>) => {
    await toggleFromStatus(token, body, address);
    return { isDone: true as const };
  },
});
