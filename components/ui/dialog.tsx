"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { DialogProps } from "./dialog-window";

// Loaded with the first window that is opened, not with the page.
const DialogWindow = dynamic(() => import("./dialog-window").then((module) => module.DialogWindow), {
  ssr: false,
});

/** A window over the middle of the page: one question or one short form. */
export function Dialog(props: DialogProps) {
  return useWasOpen(props.isOpen) && <DialogWindow {...props} place="middle" />;
}

/** A panel on the right for looking at one item of a list; full width on a phone. */
export function Drawer(props: DialogProps) {
  return useWasOpen(props.isOpen) && <DialogWindow {...props} place="side" />;
}

/** Once opened it stays mounted, so that it can return the focus when it closes. */
function useWasOpen(isOpen: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen;
}
