"use client";

import { LogOut } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useActor } from "@/components/data/use-actor";
import { IconButton } from "@/components/ui/button";

/** Who is signed in, with the way to their account, and the way out. */
export function UserMenu({ onNavigate }: { onNavigate?: () => void }) {
  const { name, role } = useActor();
  return (
    <div className="flex items-center gap-2 border-t border-line px-2.5 pt-3">
      <Link href="/account" onClick={onNavigate} title="Your account" className="group min-w-0 flex-1">
        <div className="truncate font-medium group-hover:underline">{name}</div>
        <div className="text-xs text-ink-soft">{role}</div>
      </Link>
      <SignOut />
    </div>
  );
}

function SignOut() {
  const [isLeaving, setLeaving] = useState(false);
  return (
    <IconButton
      icon={LogOut}
      label="Sign out"
      disabled={isLeaving}
      onClick={async () => {
        setLeaving(true);
        const { signOut } = await import("next-auth/react");
        // A full load, so that nothing of the session stays in memory.
        await signOut({ redirect: false }).finally(() => window.location.assign("/sign-in"));
      }}
    />
  );
}
