"use client";

import { Layers, Plug, SearchX } from "lucide-react";
import { SEGMENT_FILTERS } from "@/app/(portal)/customers/[customerId]/reads";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Th } from "@/components/ui/table";
import { counted } from "@/lib/kernel/words";
import { DestinationCard } from "./destination-card";
import { SegmentFilters } from "./segment-filters";
import { SegmentRow } from "./segment-row";
import { useSegments } from "./use-segments";

/** A customer's segments: how each is synced, what it owes Braze, and how its sync is going. */
export function SegmentsScreen({ customerId }: { customerId: string }) {
  const [filters, setFilters] = useUrlFilters(SEGMENT_FILTERS);
  const query = useSegments(customerId, filters);
  const destinations = query.data?.pages.at(-1)?.destinations ?? [];
  const total = destinations.reduce((sum, { segments }) => sum + segments, 0);
  const hasSegments = total > 0;

  return (
    <>
      <PageHeader
        title="Segments"
        description="Each Heap segment and the cohort or attribute that copies it in Braze."
        live={<LiveState query={query} />}
        actions={
          query.data && <p className="text-xs text-ink-soft tabular-nums">{counted(total, "segment")}</p>
        }
      />
      {query.data && destinations.length > 0 && (
        <div className="mb-4 grid gap-3">
          {destinations.map((destination) => (
            <DestinationCard key={destination.id} customerId={customerId} destination={destination} />
          ))}
        </div>
      )}
      {hasSegments && <SegmentFilters filters={filters} destinations={destinations} onChange={setFilters} />}
      {query.data ? (
        <Segments
          customerId={customerId}
          query={query}
          onClear={() => setFilters({ q: "", mode: "", members: "", destinationId: "" })}
        />
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows rows={8} label="Loading segments" />
      )}
    </>
  );
}

function Segments(props: { customerId: string; query: ReturnType<typeof useSegments>; onClear: () => void }) {
  const { customerId, query, onClear } = props;
  const pages = query.data?.pages ?? [];
  const segments = pages.flatMap((page) => page.items);
  const destinations = new Map(pages.at(-1)?.destinations.map((each) => [each.id, each]));

  if (segments.length === 0) {
    const total = [...destinations.values()].reduce((sum, each) => sum + each.segments, 0);
    return (
      <NoSegments
        customerId={customerId}
        total={total}
        hasDestination={destinations.size > 0}
        onClear={onClear}
      />
    );
  }
  return (
    <>
      <Table label="Segments" className="block xl:table">
        <thead className="sr-only xl:not-sr-only xl:table-header-group">
          <tr>
            <Th>Segment, in Heap and in Braze</Th>
            <Th>Mode</Th>
            <Th className="xl:text-right">In Heap</Th>
            <Th className="xl:text-right">Sent to Braze</Th>
            <Th className="xl:text-right">To sync</Th>
            <Th className="xl:text-right">Refused</Th>
            <Th>Last sync</Th>
            <Th>Next sync</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody className="block xl:table-row-group">
          {segments.map((segment) => (
            <SegmentRow
              key={segment.id}
              segment={segment}
              destination={destinations.get(segment.destinationId)}
              showsDestination={destinations.size > 1}
            />
          ))}
        </tbody>
      </Table>
      <LoadMore query={query} />
    </>
  );
}

function NoSegments(props: {
  customerId: string;
  total: number;
  hasDestination: boolean;
  onClear: () => void;
}) {
  if (props.total > 0) {
    return (
      <EmptyState
        icon={SearchX}
        title="No segments match these filters"
        action={<Button onClick={props.onClear}>Clear filters</Button>}
      >
        This customer has {props.total} {props.total === 1 ? "segment" : "segments"}.
      </EmptyState>
    );
  }
  if (!props.hasDestination) {
    return (
      <EmptyState
        icon={Plug}
        title="No destination yet"
        action={
          <ButtonLink tone="primary" href={`/customers/${props.customerId}/setup`}>
            Open Setup
          </ButtonLink>
        }
      >
        Segments arrive once a destination is set up: Heap needs its URL, and Tributary needs the Braze key.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Layers} title="No segments yet">
      A segment appears here when Heap first sends it. In Heap, under Data › Segments, open a segment, turn on
      the integration, choose the user property that holds the user’s ID in Braze, and press Sync Now.
    </EmptyState>
  );
}
