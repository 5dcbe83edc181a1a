"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "@/components/data/call-api";
import { ButtonLink } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/**
 * Appears when an answer says that nobody is signed in any more; what was typed stays on the page until it is left.
 */
export function SessionEnded() {
  const client = useQueryClient();
  const [isEnded, setEnded] = useState(false);
  const [returnTo, setReturnTo] = useState("/");

  useEffect(() => {
    const notice = (err: unknown) => {
      if (!(err instanceof ApiError) || err.status !== 401) return;
      setReturnTo(window.location.pathname + window.location.search);
      setEnded(true);
    };
    const stopQueries = client
      .getQueryCache()
      .subscribe((event) => event.type === "updated" && notice(event.query.state.error));
    const stopMutations = client
      .getMutationCache()
      .subscribe((event) => event.type === "updated" && notice(event.mutation?.state.error));
    return () => {
      stopQueries();
      stopMutations();
    };
  }, [client]);

  return (
    <Dialog
      role="alertdialog"
      isOpen={isEnded}
      onClose={() => setEnded(false)}
      title="Your session has ended"
    >
      <p className="text-ink-soft">Sign in again to continue. You will come back to this page.</p>
      <div className="mt-5 flex justify-end">
        <ButtonLink
          tone="primary"
          href={`/sign-in?callbackUrl=${encodeURIComponent(returnTo)}`}
          prefetch={false}
        >
          Sign in again
        </ButtonLink>
      </div>
    </Dialog>
  );
}
