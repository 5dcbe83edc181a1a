import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listSegments } from "@/lib/cohorts/segments/list-segments";
import { segmentListInput } from "@/lib/cohorts/segments/segment-view";
import { readFilters, SEGMENT_FILTERS, SEGMENTS_PER_PAGE, setFiltersOf } from "./filters";
import { SegmentsScreen } from "./segments-screen";

export const metadata: Metadata = { title: "Segments" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A customer's segments and how they are kept in Braze. */
export default async function SegmentsPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const filters = readFilters(SEGMENT_FILTERS, await searchParams);
  const actor = await requirePageActor();

  // Filters nobody can mean are left to the API, whose words the screen then shows.
  const input = segmentListInput.safeParse({ ...setFiltersOf(filters), limit: SEGMENTS_PER_PAGE });
  const page = input.success
    ? await orNotFound(listSegments({ actor }, { customerId, ...input.data }))
    : undefined;
  return (
    <FirstPaint pages={page ? [[["customer", customerId, "segments", filters], page]] : []}>
      <SegmentsScreen customerId={customerId} />
    </FirstPaint>
  );
}
