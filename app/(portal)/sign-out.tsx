"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";

export function SignOut() {
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
