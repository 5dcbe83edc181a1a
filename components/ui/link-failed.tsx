"use client";

import { Button } from "./button";
import { NoticePage } from "./notice-page";

/** Shown on the page of a secret link when the server could not render it. */
export default function LinkFailed({ reset }: { error: Error; reset: () => void }) {
  return (
    <NoticePage title="Tributary is not responding right now">
      Your link keeps working. Try again in a moment.
      <span className="mt-4 block">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
      </span>
    </NoticePage>
  );
}
