import type { Metadata } from "next";
import { paintIfRead } from "@/app/paint-if-read";
import { openSecretLink } from "@/app/secret-link-page";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { HISTORY_FILTERS } from "@/components/history/history-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { NoticePage } from "@/components/ui/notice-page";
import { showStatus } from "@/lib/insight/status/show-status";
import { showStatusHistory } from "@/lib/insight/status/show-status-history";
import {
  type ActiveStatusLink,
  findActiveStatusLink,
} from "@/lib/setup/status-links/find-active-status-link";
import { statusHistoryRead, statusRead } from "./reads";
import { StatusPage } from "./status-page";

export const metadata: Metadata = { title: "Status", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ token: string }>;
  searchParams: Promise<SearchParams>;
}

/** How a customer's connection is doing, for the customer, without an account: the link is enough. */
export default async function StatusRoute({ params, searchParams }: Props) {
  const { token } = await params;
  const read = statusHistoryRead({ token }, readFilters(HISTORY_FILTERS, await searchParams));
  const show = (link: ActiveStatusLink) =>
    Promise.all([showStatus(link), paintIfRead(() => showStatusHistory(link, read.query()))]);
  const shown = await openSecretLink(token, findActiveStatusLink, show);
  if (typeof shown === "string") return <NoticePage title="Please wait">{shown}</NoticePage>;

  const [status, history] = shown;
  return (
    <FirstPaint reads={[statusRead({ token }).paint(status), history && read.paint(history)]}>
      <StatusPage token={token} />
    </FirstPaint>
  );
}
