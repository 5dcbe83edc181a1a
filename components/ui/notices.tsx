"use client";

import { Toaster } from "sonner";

/** Where notices appear; see notify.ts. */
export function Notices() {
  return (
    <Toaster
      position="bottom-right"
      theme="system"
      toastOptions={{
        classNames: {
          toast: "!rounded-lg !border-line !bg-surface !text-ink !font-sans",
          description: "!text-ink-soft",
        },
      }}
    />
  );
}
