"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { DialogProps } from "./dialog-window";

// Comes with the first window that is opened, not with the page.
const DialogWindow = dynamic(() => import("./dialog-window").then((module) => module.DialogWindow), {
  ssr: false,
});

/** A window over the page, in its middle: one question or one short form. */
export function Dialog(props: DialogProps) {
  return useWasOpen(props.isOpen) && <DialogWindow {...props} place="middle" />;
}

/** A panel at the right side for looking at one thing of a list; the whole width on a phone. */
export function Drawer(props: DialogProps) {
  return useWasOpen(props.isOpen) && <DialogWindow {...props} place="side" />;
}

/** Once opened it stays there, so that it can give the focus back when it closes. */
function useWasOpen(isOpen: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen;
}
