import type { Metadata } from "next";
import { openSecretLink } from "@/app/secret-link-page";
import { FirstPaint } from "@/components/ui/first-paint";
import { NoticePage } from "@/components/ui/notice-page";
import { showStatus } from "@/lib/insight/status/show-status";
import { findActiveStatusLink } from "@/lib/setup/status-links/find-active-status-link";
import { statusRead } from "./reads";
import { StatusPage } from "./status-page";

export const metadata: Metadata = { title: "Status", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

/** How a customer's connection is doing, for the customer, without an account: the link is enough. */
export default async function StatusRoute({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const view = await openSecretLink(token, findActiveStatusLink, showStatus);
  if (typeof view === "string") return <NoticePage title="Please wait">{view}</NoticePage>;

  return (
    <FirstPaint reads={[statusRead({ token }).paint(view)]}>
      <StatusPage token={token} />
    </FirstPaint>
  );
}
