"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";

// Loaded with the first dismissal, not with the page.
const DismissalForm = dynamic(() => import("./dismissal-form").then((module) => module.DismissalForm), {
  ssr: false,
});

/** Ends an alert about something that happened, with a reason that its history keeps. */
export function DismissAlert({ customerId, alert }: { customerId: string; alert: OpenAlertView }) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="font-medium text-accent hover:underline"
      >
        Dismiss …<span className="sr-only">: {alert.message}</span>
      </button>
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title="Dismiss this alert"
        description="It ends now. Your name and the reason stay in the customer’s earlier alerts and in the audit log. If it happens again, a new alert opens."
      >
        <DismissalForm customerId={customerId} alert={alert} onClose={close} />
      </Dialog>
    </>
  );
}
