"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { Button, DownloadLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { AuditEntry } from "./entry";
import { AuditFilterBar } from "./filters";
import { AUDIT_FILTERS, type AuditFilters, auditCsv, auditList } from "./reads";

/** The audit log, of everything or of one customer. */
export function AuditList({ customerId }: { customerId?: string }) {
  const [filters, setFilters] = useUrlFilters(AUDIT_FILTERS);
  const query = useAudit(customerId, filters);

  return (
    <>
      <PageHeader
        title={customerId ? "Audit" : "Audit log"}
        description={
          customerId
            ? "Who changed or triggered what for this customer, newest first."
            : "Who changed or triggered what, for every customer and in the team, newest first."
        }
        actions={<DownloadLink href={auditCsv(customerId, filters)}>Download CSV</DownloadLink>}
      />
      <AuditFilterBar filters={filters} isWholeLog={!customerId} onChange={setFilters} />
      <Entries query={query} isWholeLog={!customerId} filters={filters} onClear={setFilters} />
    </>
  );
}

function useAudit(customerId: string | undefined, filters: AuditFilters) {
  return useInfiniteQuery(auditList(customerId, filters).options);
}

function Entries(props: {
  query: ReturnType<typeof useAudit>;
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
        title="No entries match these filters"
        action={
          <Button onClick={() => onClear(Object.fromEntries(AUDIT_FILTERS.map((name) => [name, ""])))}>
            Clear filters
          </Button>
        }
      >
        Nothing matches in this time range. Widen it, or choose someone else.
      </EmptyState>
    ) : (
      <EmptyState icon={ScrollText} title="No changes yet">
        Every change, and every sync that someone starts, is listed here, with who did it and what was there
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
