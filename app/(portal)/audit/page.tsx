import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { AuditList } from "@/components/audit/list";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FirstPaint } from "@/components/ui/first-paint";
import { PageHeader } from "@/components/ui/page-header";
import { auditListInput } from "@/lib/kernel/audit/audit-input";
import { listAudit } from "@/lib/kernel/audit/list-audit";
import { TributaryError } from "@/lib/kernel/errors";
import { readFilters, type SearchParams } from "./read-filters";

export const metadata: Metadata = { title: "Audit log" };

/** Who did what, everywhere. */
export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePageActor();
  const { asked, isTimeless } = readFilters(await searchParams, { isWholeLog: true });
  const input = auditListInput.safeParse(asked);

  try {
    const page = input.success && isTimeless ? await listAudit({ actor }, input.data) : null;
    return (
      <FirstPaint pages={page ? [[["audit", asked], page]] : []}>
        <AuditList />
      </FirstPaint>
    );
  } catch (err) {
    if (!(err instanceof TributaryError && err.code === "forbidden")) throw err;
    return (
      <>
        <PageHeader title="Audit log" />
        <EmptyState
          icon={Lock}
          title="The whole log is for CSMs and admins"
          action={<ButtonLink href="/customers">To the customers</ButtonLink>}
        >
          It names everybody in the team and every customer. What was done for one customer you find on the
          customer's own Audit page.
        </EmptyState>
      </>
    );
  }
}
