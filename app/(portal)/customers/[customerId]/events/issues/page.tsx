import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listIssues } from "@/lib/forwarding/events/list-issues";
import { issuesRead } from "../reads";
import { IssuesScreen } from "./issues-screen";

export const metadata: Metadata = { title: "Quarantined by cause" };

/** Why events are quarantined, cause by cause. */
export default async function IssuesPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const issues = await orNotFound(listIssues({ actor }, { customerId }));
  return (
    <FirstPaint reads={[issuesRead({ customerId }).paint(issues)]}>
      <IssuesScreen customerId={customerId} />
    </FirstPaint>
  );
}
