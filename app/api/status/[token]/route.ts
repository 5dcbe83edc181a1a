import { secretLink } from "@/app/api/secret-link";
import { linkOver } from "@/lib/secrets/secret-link";
import { showStatus } from "@/lib/status/show";
import { statusView } from "@/lib/status/status-view";

export const dynamic = "force-dynamic";

/** What an open status page asks for again and again. */
export const GET = secretLink({
  path: "/api/status/[token]",
  run: async ({ token, address }) => {
    const view = await showStatus(token, address);
    if (!view) throw linkOver();
    return statusView.parse(view);
  },
});
