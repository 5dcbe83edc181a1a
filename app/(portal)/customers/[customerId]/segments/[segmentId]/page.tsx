import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { HISTORY_FILTERS } from "@/components/history/history-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listDryRuns } from "@/lib/cohorts/dry-runs/list-dry-runs";
import { listMatchChecks } from "@/lib/cohorts/match-checks/list-match-checks";
import { showMatchCheck } from "@/lib/cohorts/match-checks/show-match-check";
import { listMembers, memberListInput } from "@/lib/cohorts/members/list-members";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { listChanges } from "@/lib/insight/changes/list-changes";
import { historyInput, showHistory } from "@/lib/insight/history/show-history";
import {
  changesRead,
  latestDryRuns,
  MEMBER_FILTERS,
  matchCheckList,
  matchCheckRead,
  memberList,
  segmentHistoryRead,
  segmentRead,
} from "../../reads";
import { SegmentScreen } from "./segment-screen";

export const metadata: Metadata = { title: "Segment" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string; segmentId: string }>;
  searchParams: Promise<SearchParams>;
}

/** One segment: why users may be missing from its cohort, and who they are. */
export default async function SegmentPage({ params, searchParams }: Props) {
  const ids = await readIds(params);
  const query = await searchParams;
  const filters = readFilters(MEMBER_FILTERS, query);
  const ctx = { actor: await requirePageActor() };
  const segment = await orNotFound(showSegment(ctx, ids));

  const { segmentId } = ids;
  const memberRead = memberList(ids, filters);
  const dryRunRead = latestDryRuns(ids, { segmentId });
  const checkRead = matchCheckList(ids, { segmentId });
  const pastRead = segmentHistoryRead(ids, { ...readFilters(HISTORY_FILTERS, query), segmentId });
  const input = memberListInput.safeParse(memberRead.query());
  const [members, dryRuns, checks, past] = await Promise.all([
    input.success ? listMembers(ctx, { ...ids, ...input.data }) : null,
    listDryRuns(ctx, { ...ids, limit: latestDryRuns.limit }),
    listMatchChecks(ctx, { ...ids, limit: matchCheckList.limit }),
    paintIfRead(() => showHistory(ctx, { ...ids, ...historyInput.parse(pastRead.query()) })),
  ]);
  const measured = checks.items.find(({ match }) => match !== null);
  const range = past && { from: past.from, to: past.to };
  const [result, changes] = await Promise.all([
    measured ? paintIfRead(() => showMatchCheck(ctx, { ...ids, matchCheckId: measured.id })) : null,
    range && paintIfRead(() => listChanges(ctx, { ...ids, ...range })),
  ]);
  return (
    <FirstPaint
      reads={[
        segmentRead(ids).paint(segment),
        members && memberRead.paint(members),
        dryRunRead.paint(dryRuns),
        checkRead.paint(checks),
        past && pastRead.paint(past),
        result && matchCheckRead({ ...ids, matchCheckId: result.id }).paint(result),
        range && changes && changesRead(ids, range).paint(changes),
      ]}
    >
      <SegmentScreen {...ids} />
    </FirstPaint>
  );
}
