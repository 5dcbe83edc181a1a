"use client";

import { changeApi } from "@/components/data/call-route";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import type { UserView } from "@/lib/team/users/user-view";
import { useTeamChange } from "./use-team-change";

/** Asks before a member is disabled. */
export function DisableDialog({ member, onClose }: { member: UserView; onClose: () => void }) {
  const disable = useTeamChange(
    () => changeApi("POST", "/api/v1/users/[userId]/disable", { params: { userId: member.id } }),
    {
      onSuccess: () => {
        toast.success(`${member.name} is disabled.`);
        onClose();
      },
    },
  );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Disable ${member.name}?`}
      confirmLabel="Disable"
      isBusy={disable.isPending}
      onConfirm={() => disable.mutate()}
    >
      <p>
        They are signed out at once and cannot sign in any more, and their API keys and links stop working.
        Their customers stay theirs until you give them to somebody else.
      </p>
      <p>You can enable the account again: its password and API keys work then as before.</p>
    </ConfirmDialog>
  );
}
