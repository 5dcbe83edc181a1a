import { secretLink } from "@/app/api/secret-link";
import { showStatus } from "@/lib/insight/status/show-status";
import { statusView } from "@/lib/insight/status/status-view";
import { linkOver } from "@/lib/kernel/secrets/secret-link";

export const dynamic = "force-dynamic";

/** What an open status page requests again and again. */
export const GET = secretLink({
  path: "/api/status/[token]",
  answer: statusView,
  run: async ({ token, address }) => {
    const view = await showStatus(token, address);
    if (!view) throw linkOver();
    return view;
  },
});
