"use client";

import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { readApi } from "@/components/data/call-api";
import { toQuery, useUrlFilters } from "@/components/data/use-url-filters";
import { Button, DownloadLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { AuditEntryView } from "@/lib/kernel/audit/audit-view";
import { AuditEntry } from "./entry";
import { AUDIT_FILTERS, AuditFilterBar, type AuditFilters } from "./filters";
import { auditPath, auditQuery } from "./query";

interface AuditPage {
  items: AuditEntryView[];
  nextCursor: string | null;
}

/** The audit log, of everything or of one customer. */
export function AuditList({ customerId }: { customerId?: string }) {
  const [filters, setFilters] = useUrlFilters(AUDIT_FILTERS);
  const asked = auditQuery(filters, { isWholeLog: customerId === undefined });
  const path = auditPath(customerId);
  const query = useInfiniteQuery({
    queryKey: customerId ? ["customer", customerId, "audit", asked] : ["audit", asked],
    queryFn: ({ pageParam, signal }) =>
      readApi<AuditPage>(path + toQuery({ ...asked, cursor: pageParam }), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

  return (
    <>
      <PageHeader
        title={customerId ? "Audit" : "Audit log"}
        description={
          customerId
            ? "Who changed or triggered what for this customer, newest first."
            : "Who changed or triggered what, for every customer and in the team, newest first."
        }
        actions={<DownloadLink href={`/api/v1${path}.csv${toQuery(asked)}`}>Download CSV</DownloadLink>}
      />
      <AuditFilterBar filters={filters} isWholeLog={!customerId} onChange={setFilters} />
      <Entries query={query} isWholeLog={!customerId} filters={filters} onClear={setFilters} />
    </>
  );
}

function Entries(props: {
  query: UseInfiniteQueryResult<InfiniteData<AuditPage>>;
  isWholeLog: boolean;
  filters: AuditFilters;
  onClear: (change: Partial<AuditFilters>) => void;
}) {
  const { query, isWholeLog, filters, onClear } = props;
  if (query.isPending) return <SkeletonRows rows={10} label="Loading the audit log" />;
  if (!query.data) return <FailedState error={query.error} onRetry={() => void query.refetch()} />;

  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return AUDIT_FILTERS.some((name) => filters[name] !== "") ? (
      <EmptyState
        icon={ScrollText}
        title="No entry fits these filters"
        action={
          <Button onClick={() => onClear(Object.fromEntries(AUDIT_FILTERS.map((name) => [name, ""])))}>
            Clear filters
          </Button>
        }
      >
        Nobody did this in this time. Widen the time, or choose somebody else.
      </EmptyState>
    ) : (
      <EmptyState icon={ScrollText} title="Nothing was changed yet">
        Each change and each sync that somebody starts will stand here, with who did it and what it was
        before.
      </EmptyState>
    );
  }

  return (
    <>
      <ol aria-label="Audit entries" className="overflow-hidden rounded-lg border border-line bg-surface">
        {entries.map((entry) => (
          <AuditEntry key={entry.id} entry={entry} showsCustomer={isWholeLog} />
        ))}
      </ol>
      <LoadMore query={query} />
    </>
  );
}
