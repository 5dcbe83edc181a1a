"use client";

import { useState } from "react";
import { formatNumber } from "@/components/format/format-number";
import { Field, TextInput } from "@/components/ui/field";
import { counted } from "@/lib/kernel/words";

/** Heap's public pricing counts about this many events that a server sends as one session. */
const EVENTS_PER_SESSION = 4;

/** Up to 15 digits, with or without separators of thousands. */
const WHOLE_NUMBER = /^(\d{1,15}|\d{1,3}([ ,.]\d{3}){1,4})$/;

/**
 * What the added events mean for the Heap app: in sessions, and as a share of what the app gets today, which only a person can
 * look up in Heap. The number is not kept.
 */
export function HeapShare({ addedPerDay }: { addedPerDay: number }) {
  const [typed, setTyped] = useState("");
  const today = WHOLE_NUMBER.test(typed.trim()) ? Number(typed.replace(/\D/g, "")) : 0;
  const isNumber = today > 0;
  return (
    <div className="mt-2 space-y-2 text-xs text-ink-soft">
      <p>
        Heap counts about {EVENTS_PER_SESSION} events sent by a server as one session, so this is about{" "}
        {counted(Math.ceil(addedPerDay / EVENTS_PER_SESSION), "session")} a day.
      </p>
      <Field
        label="Events a day in Heap today"
        hint={
          isNumber
            ? `Braze’s events add ${increase(addedPerDay / today)} to that.`
            : "Enter the number from Heap’s usage page to see what Braze’s events add to it."
        }
        error={typed.trim() !== "" && !isNumber ? "Enter a whole number, such as 250,000." : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            className="max-w-40"
            inputMode="numeric"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
    </div>
  );
}

function increase(share: number): string {
  if (share < 0.01) return "less than 1%";
  return `${formatNumber(Math.round(share * 100))}%`;
}
