import { TimeAgo } from "@/components/format/time-ago";
import { StatusPill } from "@/components/ui/status-pill";
import type { UserView } from "@/lib/team/users/user-view";

/** Whether a member can sign in, and what is still missing. */
export function MemberState({ member }: { member: UserView }) {
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
        <StatusPill tone="wait">{state === "invited" ? "Invited" : "Password reset"}</StatusPill>
        <div className="mt-0.5 text-xs whitespace-nowrap text-ink-soft">
          {link ? (
            <>
              link ends <TimeAgo value={link.expiresAt} />
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
