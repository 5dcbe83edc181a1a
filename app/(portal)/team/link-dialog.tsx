"use client";

import { Dialog } from "@/components/ui/dialog";
import type { InvitedUserView } from "@/lib/team/users/invite-user";
import { LinkShown } from "./link-shown";

/** The link of a new invitation or a reset. */
export function LinkDialog({ invited, onClose }: { invited: InvitedUserView; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title={`Link for ${invited.user.name}`}>
      <LinkShown invited={invited} onClose={onClose} />
    </Dialog>
  );
}
