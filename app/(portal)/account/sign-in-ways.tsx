"use client";

import { type ReactNode, useState } from "react";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { UserView } from "@/lib/team/users/user-view";
import { ChangePasswordDialog } from "./change-password-dialog";
import { ConnectDialog } from "./connect-dialog";

/**
 * How the user can sign in.
 * @param provider the name of single sign-on; null when it is not set up
 */
export function SignInWays({ user, provider }: { user: UserView; provider: string | null }) {
  const [open, setOpen] = useState<"password" | "connect" | null>(null);
  const close = () => setOpen(null);
  const { hasPassword, providerIdentity: identity } = user;
  return (
    <Card title="Ways to sign in">
      <ul className="divide-y divide-line">
        <Way
          name="Password"
          state={hasPassword ? "Set" : "Not set. An admin on your team can make a link to set one."}
          action={hasPassword && <Button onClick={() => setOpen("password")}>Change password</Button>}
        />
        {(provider || identity) && (
          <Way
            name={provider ?? "Single sign-on"}
            state={
              identity ? (
                <>
                  Connected{identity.email && ` as ${identity.email}`}{" "}
                  <TimeAgo value={identity.connectedAt} />
                </>
              ) : (
                "Not connected"
              )
            }
            action={
              provider &&
              hasPassword &&
              !identity && <Button onClick={() => setOpen("connect")}>Connect</Button>
            }
          />
        )}
      </ul>
      {open === "password" && <ChangePasswordDialog email={user.email} onClose={close} />}
      {open === "connect" && provider && (
        <ConnectDialog email={user.email} provider={provider} onClose={close} />
      )}
    </Card>
  );
}

function Way({ name, state, action }: { name: string; state: ReactNode; action: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-52">
        <div className="font-medium first-letter:uppercase">{name}</div>
        <div className="text-ink-soft [overflow-wrap:anywhere]">{state}</div>
      </div>
      {action}
    </li>
  );
}
