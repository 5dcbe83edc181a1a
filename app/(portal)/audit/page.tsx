import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { AuditList } from "@/components/audit/list";
import { AUDIT_FILTERS, auditActorsRead, auditList } from "@/components/audit/reads";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FirstPaint } from "@/components/ui/first-paint";
import { PageHeader } from "@/components/ui/page-header";
import { auditListInput } from "@/lib/kernel/audit/audit-input";
import { listAuditActors } from "@/lib/kernel/audit/list-actors";
import { listAudit } from "@/lib/kernel/audit/list-audit";
import { TributaryError } from "@/lib/kernel/errors";

export const metadata: Metadata = { title: "Audit log" };

/** Who did what, everywhere. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const filters = readFilters(AUDIT_FILTERS, await searchParams);
  const read = auditList(undefined, filters);
  const input = auditListInput.safeParse(read.query());
  // Days are days of the viewer's zone, which only the browser knows.
  const isTimeless = !filters.from && !filters.to;

  try {
    const [page, actors] = await Promise.all([
      input.success && isTimeless ? listAudit({ actor }, input.data) : null,
      paintIfRead(() => listAuditActors({ actor })),
    ]);
    return (
      <FirstPaint reads={[page && read.paint(page), actors && auditActorsRead({}).paint(actors)]}>
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
          title="Only CSMs and admins see the whole log"
          action={<ButtonLink href="/customers">Go to customers</ButtonLink>}
        >
          The whole log names everyone on the team and every customer. For one customer, see that customer’s
          Audit page.
        </EmptyState>
      </>
    );
  }
}
