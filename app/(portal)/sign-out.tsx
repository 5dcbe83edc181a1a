"use client";

import { signOut } from "next-auth/react";
import { useState } from "react";

export function SignOut() {
  const [isLeaving, setLeaving] = useState(false);
  return (
    <button
      type="button"
      disabled={isLeaving}
      className="whitespace-nowrap rounded-md border border-line px-2.5 py-1 text-xs font-medium text-ink hover:bg-raised disabled:opacity-60"
      onClick={async () => {
        setLeaving(true);
        await signOut({ redirect: false }).finally(() => window.location.assign("/sign-in"));
      }}
    >
      Sign out
    </button>
  );
}
