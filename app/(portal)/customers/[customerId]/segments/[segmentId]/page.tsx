import type { Metadata } from "next";
import {
  MEMBER_FILTERS,
  readFilters,
  setFiltersOf,
} from "@/app/(portal)/customers/[customerId]/segments/filters";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listDryRuns } from "@/lib/cohorts/dry-runs/list-dry-runs";
import { listMatchChecks } from "@/lib/cohorts/match-checks/list-checks";
import { listMembers, memberListInput } from "@/lib/cohorts/members/list-members";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { SegmentScreen } from "./segment-screen";

export const metadata: Metadata = { title: "Segment" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string; segmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One segment: why users may be missing in its cohort, and who they are. */
export default async function SegmentPage({ params, searchParams }: Props) {
  const { customerId, segmentId } = await readIds(params);

  const filters = readFilters(MEMBER_FILTERS, await searchParams);
  const ctx = { actor: await requirePageActor() };
  const segment = await orNotFound(showSegment(ctx, { customerId, segmentId }));

  const input = memberListInput.safeParse({ ...setFiltersOf(filters), limit: 50 });
  const members = input.success
    ? await listMembers(ctx, { customerId, segmentId, ...input.data })
    : undefined;
  const [dryRuns, checks] = await Promise.all([
    listDryRuns(ctx, { customerId, segmentId, limit: 5 }),
    listMatchChecks(ctx, { customerId, segmentId, limit: 10 }),
  ]);
  const key = ["customer", customerId, "segments", segmentId];
  return (
    <FirstPaint
      data={[[key, segment]]}
      pages={[
        [["customer", customerId, "dry-runs", segmentId], dryRuns],
        [["customer", customerId, "match-checks", segmentId], checks],
        ...(members ? ([[[...key, "members", filters], members]] as const) : []),
      ]}
    >
      <SegmentScreen customerId={customerId} segmentId={segmentId} />
    </FirstPaint>
  );
}
