"use client";

import { FailedState } from "@/components/ui/failed-state";
import { PageHeader } from "@/components/ui/page-header";

/** The server failed to render the page; the customer's other pages may still work. */
export default function CustomerPageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <>
      <PageHeader title="This page failed" />
      <FailedState
        error={new Error("The server could not make this page. Nothing was changed.")}
        onRetry={reset}
      />
    </>
  );
}
