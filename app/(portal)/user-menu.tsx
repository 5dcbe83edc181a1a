"use client";

import { useActor } from "@/components/data/use-actor";
import { SignOut } from "./sign-out";

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { name, role } = useActor();
  return (
    <div className="flex items-center gap-2 border-t border-line px-2.5 pt-3">
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{name}</div>
        <div className="text-xs text-ink-soft">{role}</div>
      </div>
      <SignOut />
    </div>
  );
}
