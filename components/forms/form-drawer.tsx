"use client";

import { type ReactNode, useRef, useState } from "react";
import { Drawer } from "@/components/ui/dialog";
import { DiscardDialog, UnsavedContext } from "./leave-guard";
import type { Unsaved } from "./use-draft";

/** A panel with a form: closing it asks when something in it is not saved. `children` get the way to close it. */
export function FormDrawer(props: {
  isOpen: boolean;
  title: ReactNode;
  onClose: () => void;
  children: (close: () => void) => ReactNode;
}) {
  const { isOpen, title, onClose, children } = props;
  const unsaved = useRef<Unsaved | null>(null);
  const [isAsking, setAsking] = useState(false);

  const close = () => (unsaved.current?.isDirty ? setAsking(true) : onClose());
  return (
    <Drawer isOpen={isOpen} onClose={close} title={title}>
      <UnsavedContext value={unsaved}>{children(close)}</UnsavedContext>
      <DiscardDialog
        isOpen={isAsking}
        confirmLabel="Discard changes"
        onClose={() => setAsking(false)}
        onDiscard={() => {
          setAsking(false);
          unsaved.current?.discard();
          onClose();
        }}
      />
    </Drawer>
  );
}
