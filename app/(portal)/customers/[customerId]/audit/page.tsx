import type { Metadata } from "next";
import { readFilters, type SearchParams } from "@/app/(portal)/audit/read-filters";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { AuditList } from "@/components/audit/list";
import { FirstPaint } from "@/components/ui/first-paint";
import { customerAuditListInput } from "@/lib/kernel/audit/audit-input";
import { listCustomerAudit } from "@/lib/kernel/audit/list-audit";

export const metadata: Metadata = { title: "Audit" };

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: SearchParams;
}

/** Who did what for one customer. */
export default async function CustomerAuditPage({ params, searchParams }: Props) {
  const actor = await requirePageActor();
  const { customerId } = await readIds(params);
  const { asked, isTimeless } = readFilters(await searchParams, { isWholeLog: false });
  const input = customerAuditListInput.safeParse(asked);
  const page =
    input.success && isTimeless
      ? await orNotFound(listCustomerAudit({ actor }, { ...input.data, customerId }))
      : null;

  return (
    <FirstPaint pages={page ? [[["customer", customerId, "audit", asked], page]] : []}>
      <AuditList customerId={customerId} />
    </FirstPaint>
  );
}
