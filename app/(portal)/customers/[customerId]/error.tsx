"use client";

import { FailedState } from "@/components/ui/failed-state";
import { PageHeader } from "@/components/ui/page-header";

/** The server failed to render the page; the customer's other pages may still work. */
export default function CustomerPageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <>
      <PageHeader title="This page could not be loaded" />
      <FailedState
        error={new Error("Something went wrong on the server. Nothing was changed.")}
        onRetry={reset}
      />
    </>
  );
}
