"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Th } from "@/components/ui/table";
import { userList } from "../reads";
import { InviteDialog } from "./invite-dialog";
import { MemberRow } from "./member-row";

/** Sign-ins of others show up without a reload. */
const POLL_INTERVAL_MS = 15_000;

/** The team: everybody sees it, admins change it. */
export function Team() {
  const isAdmin = useCan("admin");
  const [isInviting, setInviting] = useState(false);
  const team = useInfiniteQuery({
    ...userList({}).options,
    refetchInterval: POLL_INTERVAL_MS,
  });
  const members = team.data?.pages.flatMap((page) => page.items);

  return (
    <>
      <PageHeader
        title="Team"
        description={
          isAdmin
            ? "Who can sign in, and what they can do."
            : "Who can sign in, and what they can do. Admins invite people and change roles."
        }
        actions={
          isAdmin && (
            <Button tone="primary" icon={UserPlus} onClick={() => setInviting(true)}>
              Invite
            </Button>
          )
        }
      />
      {members ? (
        <Table label="Members of the team">
          <thead>
            <tr>
              <Th>Name</Th>
              <Th className="hidden sm:table-cell">Role</Th>
              <Th>State</Th>
              <Th className="hidden md:table-cell">Last sign-in</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </tbody>
        </Table>
      ) : team.error ? (
        <FailedState error={team.error} onRetry={() => team.refetch()} />
      ) : (
        <SkeletonRows label="Loading the team" />
      )}
      <LoadMore query={team} />
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />
    </>
  );
}
