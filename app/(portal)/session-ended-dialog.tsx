"use client";

import { ButtonLink } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** What `SessionEnded` shows. */
export function SessionEndedDialog(props: { returnTo: string; onClose: () => void }) {
  return (
    <Dialog role="alertdialog" isOpen onClose={props.onClose} title="Your session has ended">
      <p className="text-ink-soft">Sign in again to continue. You will come back to this page.</p>
      <div className="mt-5 flex justify-end">
        <ButtonLink
          tone="primary"
          href={`/sign-in?callbackUrl=${encodeURIComponent(props.returnTo)}`}
          prefetch={false}
        >
          Sign in again
        </ButtonLink>
      </div>
    </Dialog>
  );
}
