"use client";

import { CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import type { EnteredView } from "@/lib/setup/connect-links/enter-secrets";

/** What the customer sees once the values are stored; this uses up the link. */
export function Saved({ answer, customerName }: { answer: EnteredView; customerName: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-md text-center">
        <CircleCheck aria-hidden="true" className="mx-auto size-8 text-good" strokeWidth={1.5} />
        <h1
          ref={heading}
          tabIndex={-1}
          className="mt-4 text-lg font-semibold tracking-tight [overflow-wrap:anywhere] focus:outline-none"
        >
          Saved for {customerName}
        </h1>
        {answer.message && (
          <p
            className={
              answer.verdict === "accepted"
                ? "mt-1 text-good"
                : "mt-3 rounded-md bg-wait-ground px-3 py-2 text-wait"
            }
          >
            {answer.message} {answer.nextAction}
          </p>
        )}
        <p className="mt-2 text-ink-soft">
          The team sees that the values are set, never the values. You can close this page: this link does not
          work again.
        </p>
      </div>
    </main>
  );
}
