import { secretLink } from "@/app/api/secret-link";
import { statusActionView, toggleFromStatus } from "@/lib/insight/status/act-from-status";

export const POST = secretLink({
  path: "/api/status/[token]/toggle",
  run: async ({ token, json, address }) => {
    await toggleFromStatus(token, json, address);
    return statusActionView.parse({ isDone: true });
  },
});
