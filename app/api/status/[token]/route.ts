import { secretLink } from "@/app/api/secret-link";
import { showStatus } from "@/lib/insight/status/show-status";
import { statusView } from "@/lib/insight/status/status-view";
import { findActiveStatusLink } from "@/lib/setup/status-links/find-active-status-link";

export const dynamic = "force-dynamic";

/** What an open status page requests again and again. */
export const GET = secretLink({
  path: "/api/status/[token]",
  answer: statusView,
  find: findActiveStatusLink,
  run: ({ link }) => showStatus(link),
});
