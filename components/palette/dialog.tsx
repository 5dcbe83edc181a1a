"use client";

import * as RadixDialog from "@radix-ui/react-dialog";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { CommandPaletteBody } from "./body";

/** The palette's window, near the top of the screen. */
export function CommandPaletteDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  /** Gives what was typed since the palette was asked for, once. */
  takeTypedAhead: () => string;
}) {
  const { isOpen, onClose, takeTypedAhead } = props;
  const router = useRouter();
  const before = useRef<Element | null>(null);
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-50 bg-black/40" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            // When a key opened it, there is no trigger: the focus returns to where it was.
            event.preventDefault();
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
          className="fixed left-1/2 top-[max(1rem,12vh)] z-50 flex max-h-[min(32rem,calc(100dvh-2rem))] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-xl focus:outline-none"
        >
          <RadixDialog.Title className="sr-only">Search customers and pages</RadixDialog.Title>
          <CommandPaletteBody
            takeTypedAhead={takeTypedAhead}
            onGo={(href) => {
              onClose();
              router.push(href);
            }}
          />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
