import { secretLink } from "@/app/api/secret-link";
import { historyView } from "@/lib/insight/history/history-view";
import { showStatusHistory } from "@/lib/insight/status/show-status-history";
import { findActiveStatusLink } from "@/lib/setup/status-links/find-active-status-link";

export const dynamic = "force-dynamic";

/** What moved in a range of time, for the charts of a status page. */
export const GET = secretLink({
  path: "/api/status/[token]/history",
  answer: historyView,
  find: findActiveStatusLink,
  run: ({ link, query }) => showStatusHistory(link, query),
});
