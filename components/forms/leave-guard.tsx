"use client";

import { useRouter } from "next/navigation";
import { createContext, type RefObject, useContext, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Unsaved, useDraft } from "./use-draft";

/** Filled by a form with unsaved input, read by the window around it. */
export const UnsavedContext = createContext<RefObject<Unsaved | null> | null>(null);

/**
 * Asks before a form with unsaved input is left by a link, and lets the browser ask before the page is closed or loaded
 * again. Says so when earlier input was put back. Not within the form: what is sent in its question would send the form.
 */
export function LeaveGuard({ draft }: { draft: ReturnType<typeof useDraft> }) {
  const { isDirty, isRestored, discard, startOver } = draft;
  const router = useRouter();
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  const unsaved = useContext(UnsavedContext);

  useEffect(() => {
    if (unsaved) unsaved.current = { isDirty, discard };
  });

  useEffect(() => {
    if (!isDirty) return;
    const askInBrowser = (event: BeforeUnloadEvent) => event.preventDefault();
    const askFirst = (event: MouseEvent) => {
      const href = hrefInPortal(event);
      if (href === null) return;
      event.preventDefault();
      // Nor any other form of the page that would ask as well.
      event.stopImmediatePropagation();
      setLeavingTo(href);
    };
    window.addEventListener("beforeunload", askInBrowser);
    // Before React's own listeners, which would follow the link.
    window.addEventListener("click", askFirst, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", askInBrowser);
      window.removeEventListener("click", askFirst, { capture: true });
    };
  }, [isDirty]);

  return (
    <>
      {isRestored && (
        <div
          role="status"
          className="mb-6 flex flex-wrap items-center gap-3 rounded-md bg-raised px-3 py-2 text-ink-soft"
        >
          <p className="min-w-0 flex-1 basis-60">
            Your unsaved entries have been restored. Enter any keys again.
          </p>
          <Button size="small" onClick={startOver}>
            Discard them
          </Button>
        </div>
      )}
      <DiscardDialog
        isOpen={leavingTo !== null}
        confirmLabel="Leave without saving"
        onClose={() => setLeavingTo(null)}
        onDiscard={() => {
          discard();
          router.push(leavingTo ?? "");
          setLeavingTo(null);
        }}
      />
    </>
  );
}

/** The question before unsaved input is lost. */
export function DiscardDialog(props: {
  isOpen: boolean;
  confirmLabel: string;
  onClose: () => void;
  onDiscard: () => void;
}) {
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Leave without saving?"
      confirmLabel={props.confirmLabel}
      cancelLabel="Keep editing"
      onConfirm={props.onDiscard}
    >
      <p>Your changes are not saved. They will be lost if you leave.</p>
    </ConfirmDialog>
  );
}

/** Where a click leads within the portal; null when it leaves this form where it is. */
function hrefInPortal(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return null;
  const { origin, pathname, search } = new URL(link.href, window.location.href);
  if (origin !== window.location.origin) return null;
  const address = pathname + search;
  return address === window.location.pathname + window.location.search ? null : address;
}
