import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { AuditList } from "@/components/audit/list";
import { AUDIT_FILTERS, auditActorsRead, auditList } from "@/components/audit/reads";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { customerAuditListInput } from "@/lib/kernel/audit/audit-input";
import { listAuditActors } from "@/lib/kernel/audit/list-actors";
import { listCustomerAudit } from "@/lib/kernel/audit/list-audit";

export const metadata: Metadata = { title: "Audit" };

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<SearchParams>;
}

/** Who did what for one customer. */
export default async function CustomerAuditPage({ params, searchParams }: Props) {
  const actor = await requirePageActor();
  const { customerId } = await readIds(params);
  const filters = readFilters(AUDIT_FILTERS, await searchParams);
  const read = auditList(customerId, filters);
  const input = customerAuditListInput.safeParse(read.query());
  // Days are days of the viewer's zone, which only the browser knows.
  const isTimeless = !filters.from && !filters.to;
  const [page, actors] = await orNotFound(
    Promise.all([
      input.success && isTimeless ? listCustomerAudit({ actor }, { ...input.data, customerId }) : null,
      paintIfRead(() => listAuditActors({ actor })),
    ]),
  );

  return (
    <FirstPaint reads={[page && read.paint(page), actors && auditActorsRead({}).paint(actors)]}>
      <AuditList customerId={customerId} />
    </FirstPaint>
  );
}
