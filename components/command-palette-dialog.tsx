"use client";

import * as Dialog from "@radix-ui/react-dialog";

/** What the palette shows once it is opened. */
export function CommandPaletteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed left-1/2 top-24 -translate-x-1/2 bg-surface p-4"
        >
          <Dialog.Title>Go to</Dialog.Title>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
