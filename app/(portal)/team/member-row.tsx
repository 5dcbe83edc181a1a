"use client";

import { useActor } from "@/components/data/use-actor";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { StatusPill } from "@/components/ui/status-pill";
import { Td, Tr } from "@/components/ui/table";
import type { UserView } from "@/lib/team/users/user-view";
import { MemberActions } from "./member-actions";
import { roleLabel } from "./roles";

/** One member; on a narrow screen the role is below the name. */
export function MemberRow({ member }: { member: UserView }) {
  const isSelf = useActor().id === member.id;
  return (
    <Tr aria-label={member.name}>
      <Td className="w-full max-w-0 sm:w-[46%]">
        <div className="flex items-center gap-2">
          <span
            className={`font-medium [overflow-wrap:anywhere] ${member.state === "disabled" ? "text-ink-soft" : ""}`}
          >
            {member.name}
          </span>
          {isSelf && <span className="shrink-0 text-ink-soft">(you)</span>}
        </div>
        <div className="text-ink-soft [overflow-wrap:anywhere]">{member.email}</div>
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

/** Whether a member can sign in, and what is still missing. */
function MemberState({ member }: { member: UserView }) {
  const { state, link, hasPassword } = member;
  if (state === "disabled") {
    return (
      <div className="flex">
        <StatusPill tone="quiet">Disabled</StatusPill>
      </div>
    );
  }

  if (state === "invited" || link) {
    return (
      <div className="flex flex-col items-start">
        <StatusPill tone="info">{state === "invited" ? "Invited" : "Password reset"}</StatusPill>
        <div className="mt-0.5 text-xs whitespace-nowrap text-ink-soft">
          {link ? (
            <>
              link expires <TimeAhead value={link.expiresAt} />
            </>
          ) : (
            "link has expired"
          )}
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start">
      <StatusPill tone="good">Active</StatusPill>
      {!hasPassword && <div className="mt-0.5 text-xs text-ink-soft">no password</div>}
    </div>
  );
}
