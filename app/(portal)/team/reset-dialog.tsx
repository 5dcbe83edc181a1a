"use client";

import { changeApi } from "@/components/data/call-route";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { InvitedUserView } from "@/lib/team/users/invite-user";
import type { UserView } from "@/lib/team/users/user-view";
import { useTeamChange } from "./use-team-change";

/** Asks before a password is reset. */
export function ResetDialog(props: {
  member: UserView;
  onClose: () => void;
  onDone: (answer: InvitedUserView) => void;
}) {
  const { member, onClose, onDone } = props;
  const reset = useTeamChange(
    () => changeApi("POST", "/api/v1/users/[userId]/reset", { params: { userId: member.id } }),
    { onSuccess: onDone },
  );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Reset the password of ${member.name}?`}
      confirmLabel="Reset password"
      isBusy={reset.isPending}
      onConfirm={() => reset.mutate()}
    >
      <p>
        The password stops working and {member.name} is signed out at once, before a new password is set.
        Their API keys keep working.
      </p>
      <p>You get a link to hand over, with which they set a new password.</p>
    </ConfirmDialog>
  );
}
