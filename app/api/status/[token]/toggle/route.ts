import { secretLink } from "@/app/api/secret-link";
import { statusActionView, toggleFromStatus } from "@/lib/status/act";

export const POST = secretLink({
  path: "/api/status/[token]/toggle",
  run: async ({ token, json, address }) => {
    await toggleFromStatus(token, json, address);
    return statusActionView.parse({ isDone: true });
  },
});
