"use client";

import { useActor } from "@/components/data/use-actor";
import { TimeAgo } from "@/components/format/time-ago";
import { Td, Tr } from "@/components/ui/table";
import type { UserView } from "@/lib/team/users/user-view";
import { MemberActions } from "./member-actions";
import { MemberState } from "./member-state";
import { roleLabel } from "./roles";

/** One member; on a narrow screen the role is below the name. */
export function MemberRow({ member }: { member: UserView }) {
  const isSelf = useActor().id === member.id;
  return (
    <Tr aria-label={member.name}>
      <Td className="w-full max-w-0 sm:w-[46%]">
        <div className="flex items-center gap-2">
          <span className={`truncate font-medium ${member.state === "disabled" ? "text-ink-soft" : ""}`}>
            {member.name}
          </span>
          {isSelf && <span className="shrink-0 text-ink-soft">(you)</span>}
        </div>
        <div className="truncate text-ink-soft" title={member.email}>
          {member.email}
        </div>
        <div className="text-xs text-ink-soft sm:hidden">{roleLabel(member.role)}</div>
      </Td>
      <Td className="hidden whitespace-nowrap sm:table-cell">{roleLabel(member.role)}</Td>
      <Td className="align-top sm:align-middle">
        <MemberState member={member} />
      </Td>
      <Td className="hidden whitespace-nowrap md:table-cell">
        <TimeAgo value={member.lastSignInAt} />
      </Td>
      <Td className="w-px text-right">
        <MemberActions member={member} isSelf={isSelf} />
      </Td>
    </Tr>
  );
}
