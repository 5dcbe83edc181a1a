import type { Metadata } from "next";
import { SEGMENT_FILTERS, segmentList } from "@/app/(portal)/customers/[customerId]/reads";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listSegments } from "@/lib/cohorts/segments/list-segments";
import { segmentListInput } from "@/lib/cohorts/segments/segment-input";
import { SegmentsScreen } from "./segments-screen";

export const metadata: Metadata = { title: "Segments" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<SearchParams>;
}

/** A customer's segments and how they are kept in Braze. */
export default async function SegmentsPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const filters = readFilters(SEGMENT_FILTERS, await searchParams);
  const actor = await requirePageActor();

  // Nonsensical filters are left to the API; the screen then shows the API's message.
  const read = segmentList({ customerId }, filters);
  const input = segmentListInput.safeParse(read.query());
  const page = input.success
    ? await orNotFound(listSegments({ actor }, { customerId, ...input.data }))
    : null;
  return (
    <FirstPaint reads={[page && read.paint(page)]}>
      <SegmentsScreen customerId={customerId} />
    </FirstPaint>
  );
}
