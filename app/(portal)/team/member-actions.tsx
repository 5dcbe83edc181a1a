"use client";

import { Ban, KeyRound, Link2, MonitorSmartphone, Pencil, RotateCcw, Unlink } from "lucide-react";
import { useState } from "react";
import { SessionTable } from "@/app/(portal)/account/session-table";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Menu } from "@/components/ui/menu";
import type { MenuItem } from "@/components/ui/menu-list";
import { toast } from "@/components/ui/notify";
import type { InvitedUserView } from "@/lib/team/users/invite-user";
import type { UserView } from "@/lib/team/users/user-view";
import { EditDialog } from "./edit-dialog";
import { LinkShown } from "./link-shown";
import { useTeamChange } from "./use-team-change";

type Open = "edit" | "sessions" | "disconnect" | "disable" | "reset" | null;

/** What an admin can do about a member. One's own account has a page of its own. */
export function MemberActions({ member, isSelf }: { member: UserView; isSelf: boolean }) {
  const isAdmin = useCan("admin");
  const [open, setOpen] = useState<Open>(null);
  const [invited, setInvited] = useState<InvitedUserView | null>(null);
  const close = () => setOpen(null);

  const params = { userId: member.id };
  const enable = useTeamChange(() => changeApi("POST", "/api/v1/users/[userId]/enable", { params }), {
    onSuccess: () => toast.success(`${member.name} can sign in again.`),
  });
  const inviteAgain = useTeamChange(() => changeApi("POST", "/api/v1/users/[userId]/invite", { params }), {
    onSuccess: setInvited,
  });

  const items: MenuItem[] = [];
  if (isAdmin) items.push({ label: "Edit", icon: Pencil, onSelect: () => setOpen("edit") });
  if (isAdmin && member.providerIdentity)
    items.push({ label: "Disconnect single sign-on", icon: Unlink, onSelect: () => setOpen("disconnect") });
  if (isAdmin && !isSelf) {
    if (member.state === "active")
      items.push({ label: "Sessions", icon: MonitorSmartphone, onSelect: () => setOpen("sessions") });
    if (member.state === "invited")
      items.push({ label: "New invitation link", icon: Link2, onSelect: () => inviteAgain.mutate() });
    if (member.state === "active")
      items.push({ label: "Reset password", icon: KeyRound, onSelect: () => setOpen("reset") });
    if (member.state === "disabled")
      items.push({ label: "Enable", icon: RotateCcw, onSelect: () => enable.mutate() });
    else items.push({ label: "Disable", icon: Ban, tone: "danger", onSelect: () => setOpen("disable") });
  }
  if (items.length === 0) return null;

  return (
    <>
      <Menu label={`Actions for ${member.name}`} items={items} />
      {open === "edit" && <EditDialog member={member} onClose={close} />}
      {open === "sessions" && (
        <Dialog
          isOpen
          onClose={close}
          title={`Sessions of ${member.name}`}
          description="Where they are signed in."
        >
          <SessionTable userId={member.id} />
        </Dialog>
      )}
      {open === "disconnect" && <DisconnectDialog member={member} onClose={close} />}
      {open === "disable" && <DisableDialog member={member} onClose={close} />}
      {open === "reset" && (
        <ResetDialog
          member={member}
          onClose={close}
          onDone={(answer) => {
            close();
            setInvited(answer);
          }}
        />
      )}
      {invited && <LinkDialog invited={invited} onClose={() => setInvited(null)} />}
    </>
  );
}

/** Asks before a member is disabled. */
function DisableDialog({ member, onClose }: { member: UserView; onClose: () => void }) {
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
        They are signed out right away and can no longer sign in, and their API keys and links stop working.
        They keep their customers until you assign them to someone else.
      </p>
      <p>You can enable the account again; its password and API keys will then work as before.</p>
    </ConfirmDialog>
  );
}

/** Asks before single sign-on is disconnected. */
function DisconnectDialog({ member, onClose }: { member: UserView; onClose: () => void }) {
  const disconnect = useTeamChange(
    () => changeApi("POST", "/api/v1/users/[userId]/disconnect-provider", { params: { userId: member.id } }),
    {
      onSuccess: () => {
        toast.success(`${member.name} is disconnected.`);
        onClose();
      },
    },
  );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Disconnect ${member.name} from single sign-on?`}
      confirmLabel="Disconnect"
      isBusy={disconnect.isPending}
      onConfirm={() => disconnect.mutate()}
    >
      <p>
        They are signed out right away. Use this for someone who has a new account at the provider: the old
        one will no longer work here.
      </p>
      <p>
        {member.hasPassword
          ? "To use single sign-on again, they sign in with their password and connect it on their account page."
          : `The next person who signs in at the provider with ${member.name}’s email address, verified there, is connected to this account.`}
      </p>
    </ConfirmDialog>
  );
}

/** Asks before a password is reset. */
function ResetDialog(props: {
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
        The password stops working and {member.name} is signed out right away. Their API keys keep working.
      </p>
      <p>You get a link to send them, which they use to set a new password.</p>
    </ConfirmDialog>
  );
}

/** The link of a new invitation or a reset. */
function LinkDialog({ invited, onClose }: { invited: InvitedUserView; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title={`Link for ${invited.user.name}`}>
      <LinkShown invited={invited} onClose={onClose} />
    </Dialog>
  );
}
