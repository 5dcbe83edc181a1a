"use client";

import { type ReactNode, useRef, useState } from "react";
import { Dialog, Drawer } from "@/components/ui/dialog";
import { DiscardDialog, UnsavedContext } from "./leave-guard";
import type { Unsaved } from "./use-draft";

interface Props {
  isOpen: boolean;
  title: ReactNode;
  description?: string;
  onClose: () => void;
  children: (close: () => void) => ReactNode;
}

/** A panel with a form: closing it asks when something in it is not saved. `children` get the way to close it. */
export function FormDrawer(props: Props) {
  return <FormWindow {...props} Window={Drawer} />;
}

/** A window with a short form, which asks in the same way. */
export function FormDialog(props: Props) {
  return <FormWindow {...props} Window={Dialog} />;
}

function FormWindow({
  isOpen,
  title,
  description,
  onClose,
  children,
  Window,
}: Props & { Window: typeof Dialog }) {
  const unsaved = useRef<Unsaved | null>(null);
  const [isAsking, setAsking] = useState(false);

  const close = () => (unsaved.current?.isDirty ? setAsking(true) : onClose());
  return (
    <Window isOpen={isOpen} onClose={close} title={title} description={description}>
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
    </Window>
  );
}
