"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { Difference } from "./compare-edit";

/** Shows the second of two editors what the first has saved next to their own input, and lets them choose. */
export function EditConflict(props: {
  differences: readonly Difference[];
  /** The name of each field, and its value in words. */
  labels: Readonly<Record<string, string>>;
  wordsOf: (field: string, value: unknown) => string;
  isBusy: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const { differences, labels, wordsOf, isBusy } = props;
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => box.current?.focus(), []);

  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="scroll-my-16 rounded-lg border border-wait bg-wait-ground p-4"
    >
      <h3 className="font-semibold text-wait">Changed by someone else</h3>
      <p className="mt-1">
        Someone else saved this while you were editing. Your changes are not saved yet, and theirs are not
        overwritten.
      </p>
      {differences.length > 0 && (
        <dl className="mt-3 space-y-3">
          {differences.map(({ field, mine, theirs }) => (
            <div key={field}>
              <dt className="font-medium">{labels[field]}</dt>
              <dd className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-2">
                <Side name="Saved now">{wordsOf(field, theirs)}</Side>
                <Side name="Your input">
                  {mine === undefined ? (
                    <span className="text-ink-soft">not changed by you; keeps the saved value</span>
                  ) : (
                    wordsOf(field, mine)
                  )}
                </Side>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={props.onTakeTheirs}>Keep the saved version</Button>
        <Button tone="primary" isBusy={isBusy} onClick={props.onKeepMine}>
          Overwrite with mine
        </Button>
      </div>
    </div>
  );
}

function Side({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-md bg-surface px-2.5 py-1.5 [overflow-wrap:anywhere]">
      <p className="text-xs text-ink-soft">{name}</p>
      {children}
    </div>
  );
}
