"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { UserSearch } from "lucide-react";
import type { ReactNode } from "react";
import { Choice } from "@/app/(portal)/customers/[customerId]/segments/choice";
import { IDLE_MS } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { urlOf } from "@/components/data/address";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { TimeAgo } from "@/components/format/time-ago";
import { DownloadLink } from "@/components/ui/button";
import { DidYouMean } from "@/components/ui/did-you-mean";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SearchBox } from "@/components/ui/search-box";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { MemberView } from "@/lib/cohorts/members/list-members";
import type { ShownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { MEMBER_FILTERS, memberList, similarMembersRead } from "../../reads";

const STANDINGS = [
  { value: "", label: "All" },
  { value: "in", label: "Entered" },
  { value: "left", label: "Left" },
  { value: "owed", label: "To sync" },
  { value: "refused", label: "Refused" },
] as const;

/** A segment's members: all, those who entered or left with the latest first, those owed or refused, or one by user key. */
export function Members({ segment }: { segment: ShownSegmentView }) {
  const [filters, setFilters] = useUrlFilters(MEMBER_FILTERS);
  const ids = { customerId: segment.customerId, segmentId: segment.id };
  const query = useInfiniteQuery({
    ...memberList(ids, filters).options,
    placeholderData: keepPreviousData,
    // Those two are sorted for each answer.
    refetchInterval: filters.standing === "in" || filters.standing === "left" ? false : IDLE_MS,
  });
  const isCsm = useCan("csm");
  const members = query.data?.pages.flatMap((page) => page.items);

  return (
    <section id="members" aria-labelledby="members-title" className="min-w-0 scroll-mt-4">
      <h2 id="members-title" className="mb-2 font-semibold">
        Members
      </h2>
      <div className="mb-3 grid gap-2 sm:flex sm:flex-wrap sm:items-center">
        <Choice
          label="Which members"
          name="standing"
          options={STANDINGS}
          value={filters.standing}
          onChange={(standing) => setFilters({ standing })}
        />
        <SearchBox
          value={filters.userKey}
          label="Find a user ID"
          onChange={(userKey) => setFilters({ userKey })}
        />
        {isCsm && (
          <DownloadLink
            href={urlOf("/api/v1/customers/[customerId]/segments/[segmentId]/members.csv", ids, filters)}
            className="sm:ml-auto"
          >
            Download CSV
          </DownloadLink>
        )}
      </div>
      {members === undefined && query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : members === undefined ? (
        <SkeletonRows label="Loading members" />
      ) : members.length === 0 ? (
        <Nobody ids={ids} filters={filters} onUserKey={(userKey) => setFilters({ userKey })} />
      ) : (
        <>
          <MemberTable members={members} />
          <LoadMore query={query} />
        </>
      )}
    </section>
  );
}

function Nobody(props: {
  ids: { customerId: string; segmentId: string };
  filters: Record<"standing" | "userKey", string>;
  onUserKey: (userKey: string) => void;
}) {
  const { ids, filters, onUserKey } = props;
  if (filters.userKey && !filters.standing) {
    return (
      <EmptyState icon={UserSearch} title="Heap has never sent this user for this segment">
        Check the ID, including upper and lower case. Then check in Heap that the user is in the segment and
        has a value for the property chosen in its integration.
        <SimilarMembers ids={ids} userKey={filters.userKey} onChoose={onUserKey} />
      </EmptyState>
    );
  }
  return <EmptyState icon={UserSearch} title={NOBODY[filters.standing] ?? "No members yet"} />;
}

const NOBODY: Readonly<Record<string, string>> = {
  in: "Nobody is in the segment",
  left: "Nobody has left the segment",
  owed: "Nothing left to sync",
  refused: "No members refused",
};

function SimilarMembers(props: {
  ids: { customerId: string; segmentId: string };
  userKey: string;
  onChoose: (userKey: string) => void;
}) {
  const { data } = useQuery(similarMembersRead(props.ids, { userKey: props.userKey }).options);
  return <DidYouMean spellings={data?.items ?? []} onChoose={props.onChoose} />;
}

function MemberTable({ members }: { members: readonly MemberView[] }) {
  return (
    <Table label="Members by user ID">
      <thead>
        <tr>
          <Th>User ID</Th>
          <Th>In the segment</Th>
          <Th>Sync state</Th>
          <Th>Last received from Heap</Th>
          <Th>Why refused</Th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <Tr key={member.userKey} className="align-top">
            <Td className="min-w-44 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
              {member.userKey}
            </Td>
            <Td className="whitespace-nowrap">{member.wanted ? "Yes" : "Left"}</Td>
            <Td>{standingOf(member)}</Td>
            <Td className="text-ink-soft">
              <TimeAgo value={member.namedAt} />
            </Td>
            <Td className="min-w-40 [overflow-wrap:anywhere]">{member.refused}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The state of a member, as far as Braze tells us. */
function standingOf({ wanted, acked, refused, unfit }: MemberView): ReactNode {
  if (refused !== null) return <StatusPill tone="bad">{unfit ? "Not sent" : "Refused"}</StatusPill>;
  if (acked === wanted) {
    return wanted ? (
      <StatusPill tone="good">Sent to Braze</StatusPill>
    ) : (
      <StatusPill tone="quiet">Not in the segment</StatusPill>
    );
  }
  return <StatusPill tone="info">{wanted ? "To sync: entered" : "To sync: left"}</StatusPill>;
}
