"use client";

import { Button } from "@/components/button";
import { Notice } from "./notice";

/** What the page says when the server could not make it. */
export default function ConnectError({ reset }: { error: Error; reset: () => void }) {
  return (
    <Notice title="Tributary does not answer right now">
      Your link keeps working. Try again in a moment.
      <span className="mt-4 block">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
      </span>
    </Notice>
  );
}
