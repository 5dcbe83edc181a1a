"use client";

import { FailedState } from "@/components/failed-state";

/** The page failed while the server made it; the customer's other pages may still work. */
export default function CustomerPageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <FailedState
      error={new Error("The server could not make this page. Nothing was changed.")}
      onRetry={reset}
    />
  );
}
