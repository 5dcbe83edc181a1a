import { secretLink } from "@/app/api/secret-link";
import { revealFromStatus, statusEndpointView } from "@/lib/insight/status/act-from-status";

export const POST = secretLink({
  path: "/api/status/[token]/endpoint",
  run: async ({ token, json, address }) =>
    statusEndpointView.parse(await revealFromStatus(token, json, address)),
});
