"use client";

import * as RadixDialog from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { IconButton } from "./button";

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  role?: "alertdialog";
  /** Returns the focus to another place than where it came from; says whether it did. */
  onReturnFocus?: () => boolean;
  children: ReactNode;
}

const PLACES = {
  middle:
    "left-1/2 top-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 rounded-xl border",
  side: "inset-y-0 right-0 w-full border-l sm:max-w-[min(90vw,64rem)]",
} as const;

/** What `Dialog` and `Drawer` show. */
export function DialogWindow({
  isOpen,
  onClose,
  title,
  description,
  onReturnFocus,
  children,
  role,
  place,
}: DialogProps & { place: keyof typeof PLACES }) {
  // Opened from anywhere, without its own trigger, it must itself remember where the focus was.
  const cameFrom = useRef<Element | null>(null);
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        {/* At the height of the windows: one dialog over another dims it too. */}
        <RadixDialog.Overlay className="fixed inset-0 z-50 bg-black/40" />
        <RadixDialog.Content
          role={role ?? "dialog"}
          className={`fixed z-50 flex flex-col border-line bg-surface shadow-xl focus:outline-none ${PLACES[place]}`}
          onOpenAutoFocus={(event) => {
            cameFrom.current = document.activeElement;
            const field = place === "middle" && firstField(event.currentTarget);
            if (!field) return;
            event.preventDefault();
            field.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (onReturnFocus?.()) return;
            if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected)
              cameFrom.current.focus();
          }}
          {...(!description && { "aria-describedby": undefined })}
        >
          <header className="flex items-start gap-3 border-b border-line px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <RadixDialog.Title className="font-semibold [overflow-wrap:anywhere]">
                {title}
              </RadixDialog.Title>
              {description && (
                <RadixDialog.Description className="mt-0.5 text-ink-soft">
                  {description}
                </RadixDialog.Description>
              )}
            </div>
            <RadixDialog.Close asChild>
              <IconButton icon={X} label="Close" className="-mr-2 -mt-1" />
            </RadixDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** A short form can be filled in at once; otherwise the focus begins at the button that closes the window. */
function firstField(content: EventTarget | null): HTMLElement | null {
  return content instanceof Element ? content.querySelector<HTMLElement>("input, select, textarea") : null;
}
